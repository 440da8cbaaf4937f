package upload

import (
	"context"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/amikit/amikit/internal/awstest"
)

// souring answers copies of the disk's zeroes well until there were so many.
type souring struct {
	Client
	key    string
	answer func(*s3.UploadPartCopyOutput) (*s3.UploadPartCopyOutput, error)

	mu   sync.Mutex
	good int
}

func (s *souring) UploadPartCopy(ctx context.Context, in *s3.UploadPartCopyInput, tune ...func(*s3.Options)) (*s3.UploadPartCopyOutput, error) {
	out, err := s.Client.UploadPartCopy(ctx, in, tune...)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil || aws.ToString(in.Key) != s.key {
		return out, err
	}
	if s.good--; s.good >= 0 {
		return out, nil
	}
	return s.answer(out)
}

func TestZeroesAreSentFromTheCopyOnThatIsNotGood(t *testing.T) {
	for name, answer := range map[string]func(*s3.UploadPartCopyOutput) (*s3.UploadPartCopyOutput, error){
		"denied": func(*s3.UploadPartCopyOutput) (*s3.UploadPartCopyOutput, error) { return nil, accessDenied() },
		"empty": func(*s3.UploadPartCopyOutput) (*s3.UploadPartCopyOutput, error) {
			return &s3.UploadPartCopyOutput{}, nil
		},
		"of something else": func(out *s3.UploadPartCopyOutput) (*s3.UploadPartCopyOutput, error) {
			return &s3.UploadPartCopyOutput{CopyPartResult: &types.CopyPartResult{ETag: out.CopyPartResult.ETag, ChecksumCRC64NVME: aws.String("AAAAAAAAAAA=")}}, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			src := oneExtent(1, 6*mib, 80*mib)
			u := newUploader(t, awstest.Bucket(t), src)
			u.Concurrency = 1
			u.Client = &souring{Client: u.Client, key: u.Key, answer: answer, good: 3}
			warnings := 0
			u.Warn = func(string) { warnings++ }
			stats, err := u.Upload(t.Context(), src)
			if err != nil || stats.Copied == 0 || stats.Sent+stats.Copied != src.size || stats.Sent <= 6*mib || warnings != 1 {
				t.Fatalf("sent %d, copied %d, %d warnings, %v", stats.Sent, stats.Copied, warnings, err)
			}
			verify(t, u.Bucket, src)
		})
	}
}
