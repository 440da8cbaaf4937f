// Command rclone is rclone with what copying a file to S3 needs, as a peer of
// hack/bench.
package main

import (
	_ "github.com/rclone/rclone/backend/local"
	_ "github.com/rclone/rclone/backend/s3"
	"github.com/rclone/rclone/cmd"
	_ "github.com/rclone/rclone/cmd/copyto"
)

func main() { cmd.Main() }
