package frontend

import (
	"bytes"
	"context"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/solver/pb"
)

// program is a Dockerfile's instructions: the ARGs before its first stage, and
// the stages.
type program struct {
	text   []byte
	global []instructions.ArgCommand
	stages []instructions.Stage
}

// parseDockerfile returns nothing of what cannot be parsed: the Dockerfile
// frontend says why.
func parseDockerfile(text []byte) program {
	parsed, err := parser.Parse(bytes.NewReader(text))
	if err != nil {
		return program{}
	}
	stages, global, err := instructions.Parse(parsed.AST, nil)
	if err != nil {
		return program{}
	}
	return program{text, global, stages}
}

// program returns the instructions of the Dockerfile that makes the root
// filesystem; nothing where none does.
func (r *Request) program(ctx context.Context) program {
	if r.hasRootfsContext() {
		return program{}
	}
	src, err := r.source(ctx)
	if err != nil {
		return program{}
	}
	return parseDockerfile(src.Data)
}

// warnAt shows a warning with lines of the Dockerfile.
func (r *Request) warnAt(ctx context.Context, message string, lines []parser.Range) {
	src, err := r.source(ctx)
	if err != nil {
		return
	}
	opts := client.WarnOpts{}
	for _, line := range lines {
		opts.Range = append(opts.Range, &pb.Range{
			Start: &pb.Position{Line: int32(line.Start.Line), Character: int32(line.Start.Character)},
			End:   &pb.Position{Line: int32(line.End.Line), Character: int32(line.End.Character)},
		})
	}
	src.Warn(ctx, message, opts)
}
