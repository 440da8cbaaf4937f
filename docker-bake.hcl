# The three targets by buildx bake, for the operating system whose Dockerfile
# is in CONTEXT:
#
#   AMIKIT_IMAGE=registry.example/amikit CONTEXT=path/to/os \
#   REGION=us-east-1 S3_BUCKET=my-bucket \
#     buildx bake -f docker-bake.hcl aws-cloud-image
#
# AMIKIT_IMAGE is where hack/image --push put the frontend image. Credentials
# come from the AWS_* environment variables, or from a profile in the files that
# AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name.
#
# The settings below are those that most builds need. Every other one of
# docs/settings.md is given behind bake:
#
#   --set '*.args.STATE_SIZE=8G' --set aws-cloud-image.args.TAGS=team=edge

variable "AMIKIT_IMAGE" {
  default     = ""
  description = "frontend image; empty where the Dockerfile's first line names it"
}
variable "CONTEXT" {
  default     = "."
  description = "folder with the Dockerfile of the operating system"
}
variable "ISO_IMAGE" {
  default     = ""
  description = "image of the operating system, in the place of a Dockerfile"
}
variable "DISK_BUILDER" {
  default     = ""
  description = "auroraboot, builtin or auto"
}
variable "AURORABOOT_IMAGE" { default = "" }
variable "DISK_TOOLS_IMAGE" { default = "" }
variable "DISK_SIZE" { default = "" }
variable "OUTPUT_FORMAT" {
  default     = ""
  description = "format of cloud-image's disk: raw, raw.zst, qcow2, vmdk or vhd"
}
variable "REGION" { default = "" }
variable "S3_BUCKET" { default = "" }
variable "S3_KEY" { default = "" }
variable "AMI_NAME" { default = "" }
variable "AWS_ENDPOINT_URL" { default = "" }
variable "AWS_CONFIG_FILE" { default = "" }
variable "AWS_SHARED_CREDENTIALS_FILE" { default = "" }
variable "USER_DATA_FILE" {
  default     = ""
  description = "cloud-config to give as a secret, in the place of one in the context"
}
variable "OUTPUT" {
  default     = "build/out"
  description = "folder that takes the result, one below it for each target"
}

group "default" {
  targets = ["cloud-image"]
}

target "_os" {
  context = CONTEXT
  args = {
    BUILDKIT_SYNTAX = AMIKIT_IMAGE != "" ? AMIKIT_IMAGE : null
    ISO_IMAGE       = ISO_IMAGE != "" ? ISO_IMAGE : null
  }
}

target "_disk" {
  inherits = ["_os"]
  secret   = USER_DATA_FILE != "" ? ["id=user-data,src=${USER_DATA_FILE}"] : []
  args = {
    DISK_BUILDER     = DISK_BUILDER != "" ? DISK_BUILDER : null
    AURORABOOT_IMAGE = AURORABOOT_IMAGE != "" ? AURORABOOT_IMAGE : null
    DISK_TOOLS_IMAGE = DISK_TOOLS_IMAGE != "" ? DISK_TOOLS_IMAGE : null
    DISK_SIZE        = DISK_SIZE != "" ? DISK_SIZE : null
  }
  # auroraboot makes its disk on loop devices, and has to be asked for by name:
  # DISK_BUILDER=auroraboot, with --allow security.insecure behind bake.
  entitlements = DISK_BUILDER == "auroraboot" ? ["security.insecure"] : []
}

target "iso-image" {
  inherits = ["_os"]
  target   = "iso-image"
  output   = ["type=cacheonly"]
}

target "cloud-image" {
  inherits = ["_disk"]
  target   = "cloud-image"
  args = {
    OUTPUT_FORMAT = OUTPUT_FORMAT != "" ? OUTPUT_FORMAT : null
  }
  output   = ["type=local,dest=${OUTPUT}/cloud-image"]
}

target "aws-cloud-image" {
  inherits = ["_disk"]
  target   = "aws-cloud-image"
  args = {
    REGION           = REGION
    S3_BUCKET        = S3_BUCKET != "" ? S3_BUCKET : null
    S3_KEY           = S3_KEY != "" ? S3_KEY : null
    AMI_NAME         = AMI_NAME != "" ? AMI_NAME : null
    AWS_ENDPOINT_URL = AWS_ENDPOINT_URL != "" ? AWS_ENDPOINT_URL : null
  }
  secret = concat(
    USER_DATA_FILE != "" ? ["id=user-data,src=${USER_DATA_FILE}"] : [],
    ["id=AWS_PROFILE,env=AWS_PROFILE", "id=AWS_ACCESS_KEY_ID,env=AWS_ACCESS_KEY_ID",
    "id=AWS_SECRET_ACCESS_KEY,env=AWS_SECRET_ACCESS_KEY", "id=AWS_SESSION_TOKEN,env=AWS_SESSION_TOKEN"],
    AWS_CONFIG_FILE != "" ? ["id=aws-config,src=${AWS_CONFIG_FILE}"] : [],
    AWS_SHARED_CREDENTIALS_FILE != "" ? ["id=aws-credentials,src=${AWS_SHARED_CREDENTIALS_FILE}"] : [],
  )
  output = ["type=local,dest=${OUTPUT}/aws-cloud-image"]
}
