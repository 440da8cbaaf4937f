package upload

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/amikit/amikit/internal/awstest"
)

// kind is an endpoint by the checksums that it keeps.
type kind struct {
	settings map[string]any
	// says is in the warnings; empty for none.
	says []string
}

func kinds() map[string]kind {
	const sha, back = "parts are checked by SHA-256", "the object is read back"
	return map[string]kind{
		"that refuses CRC64NVME":            {map[string]any{"noCRC64NVME": true}, []string{"knows no CRC64NVME: " + sha}},
		"that ignores CRC64NVME":            {map[string]any{"ignoredChecksums": []string{"CRC64NVME"}}, []string{"takes CRC64NVME, but never shows it: " + sha}},
		"that ignores all checksums":        {map[string]any{"ignoredChecksums": []string{"CRC64NVME", "SHA256"}}, []string{"takes CRC64NVME, but never shows it", "takes SHA-256, but never shows it: " + back}},
		"that refuses one, ignores another": {map[string]any{"noCRC64NVME": true, "ignoredChecksums": []string{"CRC64NVME", "SHA256"}}, []string{"knows no CRC64NVME", "takes SHA-256, but never shows it: " + back}},
	}
}

// uploader is one of an account of its own whose endpoint is of that kind.
func (k kind) uploader(t *testing.T, s sparse) *Uploader {
	_, cfg := awstest.NewAccount(t)
	who, err := sts.NewFromConfig(cfg).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	if err != nil {
		t.Fatal(err)
	}
	awstest.Steer(t, http.MethodPut, "accounts/"+aws.ToString(who.Account)+"/regions/"+awstest.Region+"/settings", k.settings)
	u := newUploader(t, awstest.BucketOf(t, cfg), s)
	u.Client, u.PartSize, u.Data = newClient(cfg), 5*mib, s.extents
	return u
}

// head is what the endpoint shows of the object.
func head(t *testing.T, u *Uploader) *s3.HeadObjectOutput {
	t.Helper()
	out, err := u.Client.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String(u.Bucket), Key: aws.String(u.Key), ChecksumMode: types.ChecksumModeEnabled})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAnEndpointIsBelievedOnlyByChecksumsThatItShows(t *testing.T) {
	for name, k := range kinds() {
		t.Run("one "+name, func(t *testing.T) {
			t.Parallel()
			s := oneExtent(1, 6*mib, 60*mib)
			u := k.uploader(t, s)
			var warnings []string
			u.Warn = func(message string) { warnings = append(warnings, message) }
			stats, err := u.Upload(t.Context(), s)
			if err != nil || stats.Sent != 6*mib || stats.Copied != 54*mib {
				t.Fatalf("sent %d MiB, copied %d MiB, %v", stats.Sent/mib, stats.Copied/mib, err)
			}
			if len(warnings) != len(k.says) {
				t.Fatalf("warnings are %q", warnings)
			}
			for i, says := range k.says {
				if !strings.Contains(warnings[i], says) {
					t.Errorf("warning is %q, want %q", warnings[i], says)
				}
			}
			shown := head(t, u)
			if held, err := u.Holds(t.Context(), s, shown); err != nil || !held || stats.ETag != aws.ToString(shown.ETag) {
				t.Errorf("held %v, %v, ETags %s and %s", held, err, stats.ETag, aws.ToString(shown.ETag))
			}
			second := oneExtent(2, 6*mib, 60*mib)
			other := *u
			other.CRC64NVME = second.crc(t)
			if held, err := other.Holds(t.Context(), second, shown); err != nil || held {
				t.Errorf("another disk is held too: %v, %v", held, err)
			}
		})
	}
}

func TestTheSecondUploadUsesTheZeroesOfTheFirst(t *testing.T) {
	for _, name := range []string{"that refuses CRC64NVME", "that ignores all checksums"} {
		k := kinds()[name]
		t.Run("at an endpoint "+name, func(t *testing.T) {
			t.Parallel()
			first, second := oneExtent(1, 6*mib, 300*mib), oneExtent(2, 6*mib, 300*mib)
			u := k.uploader(t, first)
			if _, err := u.Upload(t.Context(), first); err != nil {
				t.Fatal(err)
			}
			puts := &recording{Client: u.Client}
			again := *u
			again.Client, again.Key, again.Content, again.CRC64NVME = puts, "images/second.raw", second.content(), second.crc(t)
			if _, err := again.Upload(t.Context(), second); err != nil {
				t.Fatal(err)
			}
			if slices.ContainsFunc(puts.keys, func(key string) bool { return strings.Contains(key, ZeroesPrefix) }) {
				t.Errorf("the second upload put %v", puts.keys)
			}
		})
	}
}

func TestAStreamIsComparedAtEachKindOfEndpoint(t *testing.T) {
	for name, k := range kinds() {
		t.Run("one "+name, func(t *testing.T) {
			t.Parallel()
			s := oneExtent(1, 12*mib, 12*mib)
			u := k.uploader(t, s)
			if _, err := u.Stream(t.Context(), 40*mib, copying(s)); err != nil {
				t.Fatal(err)
			}
			if got, err := u.readBack(t.Context(), u.Key, s.size); err != nil || got != s.crc(t) {
				t.Fatalf("the object's checksum is %s, %v", got, err)
			}
		})
	}
}
