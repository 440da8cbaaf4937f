package amicmd

import (
	"errors"
	"testing"

	"github.com/amikit/amikit/ami"
	"github.com/amikit/amikit/internal/option"
)

func TestTheBucketsOwnerIsCheckedByS3(t *testing.T) {
	for owner, works := range map[string]bool{"123456789012": true, "210987654321": false} {
		c := newCommand(t)
		c.env[option.BucketOwner] = owner
		err := c.run(rawDisk(t, c.env[option.S3Bucket]), ID)
		var bucket *ami.BucketError
		if works && err != nil || !works && !errors.As(err, &bucket) {
			t.Errorf("%s: error is %v", owner, err)
		}
	}
}

func TestAnOwnerThatIsNoAccountIsRefused(t *testing.T) {
	c := newCommand(t)
	c.env[option.BucketOwner] = "me"
	err := c.run(rawDisk(t, "x"), ID)
	var invalid *ami.InvalidError
	if !errors.As(err, &invalid) || invalid.Setting != option.BucketOwner {
		t.Fatalf("error is %v", err)
	}
}
