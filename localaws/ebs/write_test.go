package ebs_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ebs/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/amikit/amikit/localaws/awstest"
)

func TestASnapshotIsWrittenAndListed(t *testing.T) {
	a := awstest.Start(t)
	id := start(t, a, "")
	put(t, a, id, 2047, 'z')
	put(t, a, id, 3, 'x')
	put(t, a, id, 3, 'y')
	put(t, a, id, 5, 0)
	if s := described(t, a, id); s.State != "pending" || *s.Progress != "0%" {
		t.Errorf("while it is written it is %+v", s)
	}
	if _, err := list(t, a, id); err == nil {
		t.Error("a pending snapshot can be listed")
	}
	complete(t, a, id, 3, aggregate(block('y'), block(0), block('z')))
	s := described(t, a, id)
	if s.State != "completed" || *s.Progress != "100%" || *s.FullSnapshotSizeInBytes != 3*blockSize || s.KmsKeyId != nil {
		t.Errorf("snapshot is %+v", s)
	}
	out, err := list(t, a, id)
	if err != nil || !slices.Equal(indexes(out.Blocks), []int32{3, 5, 2047}) || *out.VolumeSize != 1 {
		t.Errorf("blocks are %+v, %v", out, err)
	}
}

func TestCompletionTakesItsTime(t *testing.T) {
	a := awstest.Start(t)
	a.Admin("PUT", "durations", map[string]string{"snapshot": "1m", "readable": "50s"})
	id := start(t, a, "")
	if status := complete(t, a, id, 0, ""); status != types.StatusPending {
		t.Errorf("status is %s", status)
	}
	if s := described(t, a, id); *s.Progress != "99%" {
		t.Errorf("progress is %s", *s.Progress)
	}
	a.Admin("POST", "clock", map[string]string{"advance": "1m"})
	if s := described(t, a, id); s.State != "completed" {
		t.Errorf("state is %s", s.State)
	}
	_, err := list(t, a, id)
	awstest.WantCode(t, err, "ResourceNotFoundException")
	a.Admin("POST", "clock", map[string]string{"advance": "50s"})
	if _, err := list(t, a, id); err != nil {
		t.Error(err)
	}
	if status := complete(t, a, id, 7, ""); status != types.StatusCompleted {
		t.Errorf("a repeat with another count says %s", status)
	}
}

func TestAWrongEndIsNoticedLater(t *testing.T) {
	a := awstest.Start(t)
	wrongSum, wrongCount := start(t, a, ""), start(t, a, "")
	a.Admin("PUT", "durations", map[string]string{"wrongCount": "11m"})
	complete(t, a, wrongSum, 0, digest([]byte("wrong")))
	if s := described(t, a, wrongSum); s.State != "error" || *s.StateMessage != "Checksum mismatch for snapshot" {
		t.Errorf("with a wrong aggregate it is %+v", s)
	}
	complete(t, a, wrongCount, 5, "")
	if s := described(t, a, wrongCount); s.State != "pending" || *s.Progress != "0%" {
		t.Errorf("with a wrong count it is %+v", s)
	}
	a.Admin("POST", "clock", map[string]string{"advance": "11m"})
	if s := described(t, a, wrongCount); s.State != "error" {
		t.Errorf("later it is %s", s.State)
	}
	_, err := list(t, a, wrongCount)
	awstest.WantCode(t, err, "ResourceNotFoundException")
}

func TestASnapshotThatIsLeftAloneFails(t *testing.T) {
	a := awstest.Start(t)
	id := start(t, a, "")
	a.Admin("POST", "clock", map[string]string{"advance": "59m"})
	put(t, a, id, 0, 'a')
	a.Admin("POST", "clock", map[string]string{"advance": "59m"})
	if s := described(t, a, id); s.State != "pending" {
		t.Errorf("a put does not start the time anew: %s", s.State)
	}
	a.Admin("POST", "clock", map[string]string{"advance": "2m"})
	if s := described(t, a, id); s.State != "error" {
		t.Errorf("state is %s", s.State)
	}
	if _, err := a.EC2().DeleteSnapshot(t.Context(), &ec2.DeleteSnapshotInput{SnapshotId: &id}); err != nil {
		t.Error(err)
	}
}

func TestBlocksThatAreRefused(t *testing.T) {
	a := awstest.Start(t)
	id, done := start(t, a, ""), finished(t, a, "")
	tests := map[string]struct {
		change func(*ebs.PutSnapshotBlockInput)
		code   string
		text   string
	}{
		"another digest":      {func(i *ebs.PutSnapshotBlockInput) { i.Checksum = aws.String(digest(nil)) }, "InvalidSignatureException", ""},
		"a digest of no form": {func(i *ebs.PutSnapshotBlockInput) { i.Checksum = aws.String("?") }, "ValidationException", "1 validation error"},
		"too short": {func(i *ebs.PutSnapshotBlockInput) {
			*i = *putInput(id, 0, block('a')[1:])
		}, "ValidationException", "Failed to read block data"},
		"another length":      {func(i *ebs.PutSnapshotBlockInput) { i.DataLength = aws.Int32(1) }, "ValidationException", "Block data length 1"},
		"another algorithm":   {func(i *ebs.PutSnapshotBlockInput) { i.ChecksumAlgorithm = "MD5" }, "ValidationException", "'MD5'"},
		"beyond the end":      {func(i *ebs.PutSnapshotBlockInput) { i.BlockIndex = aws.Int32(2048) }, "ValidationException", "beyond the volume size extent"},
		"a negative index":    {func(i *ebs.PutSnapshotBlockInput) { i.BlockIndex = aws.Int32(-1) }, "ValidationException", "'blockIndex'"},
		"progress of 101":     {func(i *ebs.PutSnapshotBlockInput) { i.Progress = aws.Int32(101) }, "ValidationException", "'progress'"},
		"no such snapshot":    {func(i *ebs.PutSnapshotBlockInput) { i.SnapshotId = aws.String("snap-1") }, "ResourceNotFoundException", "does not exist"},
		"a finished snapshot": {func(i *ebs.PutSnapshotBlockInput) { i.SnapshotId = &done }, "ValidationException", "already completed"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := putInput(id, 0, block('a'))
			test.change(in)
			_, err := a.EBS().PutSnapshotBlock(t.Context(), in)
			awstest.WantCode(t, err, test.code)
			if err != nil && !strings.Contains(err.Error(), test.text) {
				t.Errorf("error is %v", err)
			}
		})
	}
}

func TestStartsThatAreRefused(t *testing.T) {
	a := awstest.Start(t)
	pending := start(t, a, "")
	tests := map[string]struct {
		in   ebs.StartSnapshotInput
		code string
	}{
		"no size":            {ebs.StartSnapshotInput{VolumeSize: aws.Int64(0)}, "ValidationException"},
		"too large":          {ebs.StartSnapshotInput{VolumeSize: aws.Int64(65537)}, "ValidationException"},
		"timeout of 9":       {ebs.StartSnapshotInput{VolumeSize: aws.Int64(1), Timeout: aws.Int32(9)}, "ValidationException"},
		"a long token":       {ebs.StartSnapshotInput{VolumeSize: aws.Int64(1), ClientToken: aws.String(strings.Repeat("x", 256))}, "ValidationException"},
		"a pending parent":   {ebs.StartSnapshotInput{VolumeSize: aws.Int64(1), ParentSnapshotId: &pending}, "ValidationException"},
		"a missing parent":   {ebs.StartSnapshotInput{VolumeSize: aws.Int64(1), ParentSnapshotId: aws.String("snap-0fedcba9876543210")}, "ResourceNotFoundException"},
		"parent, encryption": {ebs.StartSnapshotInput{VolumeSize: aws.Int64(1), ParentSnapshotId: &pending, Encrypted: aws.Bool(true)}, "ValidationException"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := a.EBS().StartSnapshot(t.Context(), &test.in)
			awstest.WantCode(t, err, test.code)
		})
	}
}

func TestAStartTokenIsGoodForOneRequest(t *testing.T) {
	a := awstest.Start(t)
	in := &ebs.StartSnapshotInput{
		VolumeSize: aws.Int64(1), ClientToken: aws.String(strings.Repeat("t", 255)),
		Tags: []types.Tag{{Key: aws.String("k"), Value: aws.String("v")}},
	}
	first, err := a.EBS().StartSnapshot(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if time.Since(*first.StartTime) > time.Minute || len(first.Tags) != 1 {
		t.Errorf("answer is %+v", first)
	}
	complete(t, a, *first.SnapshotId, 0, "")
	again, err := a.EBS().StartSnapshot(t.Context(), in)
	if err != nil || *again.SnapshotId != *first.SnapshotId || again.Status != types.StatusPending {
		t.Errorf("the repeat is %+v, %v", again, err)
	}
	in.Description = aws.String("other")
	_, err = a.EBS().StartSnapshot(t.Context(), in)
	awstest.WantCode(t, err, "ConflictException")
	if s := described(t, a, *first.SnapshotId); len(s.Tags) != 1 || *s.Tags[0].Value != "v" {
		t.Errorf("tags are %v", s.Tags)
	}
}

func TestASnapshotIsWrittenOnAfterARestart(t *testing.T) {
	a := awstest.Start(t)
	id := start(t, a, "")
	put(t, a, id, 1, 'a')
	a.Restart()
	put(t, a, id, 2, 'b')
	complete(t, a, id, 2, aggregate(block('a'), block('b')))
	if s := described(t, a, id); s.State != "completed" {
		t.Errorf("state is %s %s", s.State, aws.ToString(s.StateMessage))
	}
}
