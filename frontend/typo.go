package frontend

import "context"

func (r *Request) warnTypos(ctx context.Context) {}
