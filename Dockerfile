# The frontend image: two static binaries and nothing else.
# hack/image builds the binaries and gives their folder as the context, one
# folder a platform, such as linux-amd64/.
FROM scratch
ARG TARGETOS TARGETARCH
LABEL org.opencontainers.image.title="amikit" \
      org.opencontainers.image.description="From a Dockerfile to a bootable AMI, as a BuildKit frontend" \
      org.opencontainers.image.licenses="Apache-2.0" \
      moby.buildkit.frontend.network.none="true" \
      moby.buildkit.frontend.caps="moby.buildkit.frontend.inputs,moby.buildkit.frontend.subrequests,moby.buildkit.frontend.contexts,moby.buildkit.frontend.gitquerystring,moby.buildkit.frontend.contexts.zstd"
COPY ${TARGETOS}-${TARGETARCH}/ /
ENTRYPOINT ["/amikit"]
