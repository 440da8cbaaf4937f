package ami_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/config"

	"github.com/amikit/amikit/ami"
)

// Put a raw disk into AWS with the credentials and the region of the environment.
func ExampleCreate() {
	publish := func(ctx context.Context, path string) (*ami.Result, error) {
		cfg, err := config.LoadDefaultConfig(ctx)
		if err != nil {
			return nil, err
		}
		d, err := ami.OpenDisk(ctx, path, false, nil)
		if err != nil {
			return nil, err
		}
		defer d.Close() //nolint:errcheck // it was only read
		return ami.Create(ctx, d.Disk, ami.Options{
			Services: ami.Connect(cfg, ami.Endpoints{}),
			Region:   cfg.Region,
			Bucket:   "my-images",
		})
	}
	_, err := publish(context.Background(), filepath.Join(os.TempDir(), "no-such-disk.raw"))
	fmt.Println(err != nil)
	// Output: true
}

// All that is wrong with the settings is told at once, before AWS is asked.
func ExampleOptions_Validate() {
	o := ami.Options{Method: ami.ByS3, Name: "v1.30.0+k3s1"}
	fmt.Println(o.Validate())
	// Output: missing required settings: REGION, S3_BUCKET; give them by --region --s3-bucket, environment, build arg or .arg; AMI_NAME "v1.30.0+k3s1" is no name that AWS takes: 3 to 128 letters, digits, spaces and ( ) [ ] . / - ' @ _
}
