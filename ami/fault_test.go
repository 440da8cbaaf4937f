package ami

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/amikit/amikit/internal/awstest"
)

const (
	// mostRuns is how often a disk is tried before the faults end.
	mostRuns = 25
	// together is how many disks are made at the same time.
	together = 4
)

// faults are what goes wrong with a call, and how likely it is. Those of EBS are
// likelier because its calls are sent more often.
var faults = []struct {
	action, kind string
	probability  float64
	more         map[string]any
}{
	{"*", "throttle", 0.07, nil},
	{"*", "error", 0.07, nil},
	{"*", "cut", 0.08, nil},
	{"*", "lose", 0.10, nil},
	{"*", "expire", 0.01, nil},
	{"*", "skew", 0.01, nil},
	{"*", "slow", 0.02, map[string]any{"bytesPerSecond": 1 << 30}},
	{"s3:CompleteMultipartUpload", "late", 0.2, nil},
	{"s3:UploadPartCopy", "late", 0.2, nil},
	{"ebs:*", "error", 0.4, nil},
	{"ebs:*", "lose", 0.4, nil},
	{"ec2:Describe*", "hide", 0, map[string]any{"times": 2}},
}

// faulty is a world in an account of its own, whose calls go wrong by chance.
type faulty struct {
	*world
	key    string
	seed   uint64
	method func(*Options)
	runs   int
}

func newFaulty(t *testing.T, seed uint64) *faulty {
	t.Helper()
	w, account := newAccountWorld(t)
	credentials, err := w.cfg.Credentials.Retrieve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f := &faulty{world: w, key: credentials.AccessKeyID, seed: seed, method: func(*Options) {}}
	switch {
	case seed%2 == 0:
		f.method = byEBS
	case seed%4 == 3: // an older S3
		awstest.Steer(t, http.MethodPut, "accounts/"+account+"/regions/"+awstest.Region+"/settings", map[string]bool{"noCRC64NVME": true})
	}
	return f
}

// shape is the disk of a seed: most are small, some have several parts, few have
// holes that are copied.
func (f *faulty) shape() Disk {
	switch f.seed % 32 {
	case 1, 3:
		return f.sparseDisk(mib, 40*mib)
	case 9, 11, 17, 19, 25, 27:
		return f.disk(byte(f.seed), 11*mib)
	}
	return f.disk(byte(f.seed), 3*mib/2)
}

// arm lets calls go wrong, as the seed has it.
func (f *faulty) arm() {
	f.t.Helper()
	for i, fault := range faults {
		rule := map[string]any{
			"action": fault.action, "kind": fault.kind, "accessKey": f.key, "probability": fault.probability, "seed": f.seed*100 + uint64(i),
		}
		for name, value := range fault.more {
			rule[name] = value
		}
		awstest.Steer(f.t, http.MethodPost, "faults", rule)
	}
}

// disarm ends the faults and returns how often they struck.
func (f *faulty) disarm() (struck int) {
	f.t.Helper()
	var rules []struct {
		AccessKey string
		Struck    int
	}
	if err := json.Unmarshal(awstest.Steer(f.t, http.MethodGet, "faults", nil), &rules); err != nil {
		f.t.Fatal(err)
	}
	for _, rule := range rules {
		if rule.AccessKey == f.key {
			struck += rule.Struck
		}
	}
	awstest.Steer(f.t, http.MethodDelete, "faults?accessKey="+f.key, nil)
	return struck
}

// run makes the image once, with retries that do not wait.
func (f *faulty) run(d Disk) error {
	f.runs++
	_, err := Create(f.t.Context(), d, f.options(f.method, func(o *Options) {
		cfg := f.cfg.Copy()
		cfg.Retryer = func() aws.Retryer {
			return retry.NewStandard(func(o *retry.StandardOptions) {
				o.MaxAttempts, o.RateLimiter = 2, ratelimit.None
				o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
			})
		}
		o.Services, o.Concurrency, o.PartSize = Connect(cfg, Endpoints{}), 1, 5*mib
		o.RetryDelay = time.Millisecond
	}))
	return err
}

// clean reports whether a failure is AWS's or the network's own, told on one line.
func clean(err error) bool {
	var call *CallError
	var silent *UnreachableError
	var denied *DeniedError // what an answer to HEAD, which has no code, looks like
	var bucket *BucketError // likewise
	known := errors.As(err, &call) || errors.As(err, &silent) || errors.As(err, &denied) || errors.As(err, &bucket)
	return known && !strings.Contains(err.Error(), "\n")
}

// suffer makes the disk's image in spite of the faults and checks what is there. It
// returns how many faults struck.
func (f *faulty) suffer() int {
	f.t.Helper()
	d := f.shape()
	f.arm()
	for f.runs < mostRuns {
		err := f.run(d)
		if err == nil {
			break
		}
		if !clean(err) {
			f.t.Errorf("run %d ended with %T: %v", f.runs, err, err)
		}
	}
	struck := f.disarm()
	if err := f.run(d); err != nil {
		f.t.Fatalf("the run without faults, behind %d with %d: %v", f.runs-1, struck, err)
	}
	f.checkOneOfAll(d)
	return struck
}

// checkOneOfAll finds one of each thing in the account and nothing else.
func (f *faulty) checkOneOfAll(d Disk) {
	f.t.Helper()
	out, err := f.ec2().DescribeSnapshots(f.t.Context(), &ec2.DescribeSnapshotsInput{OwnerIds: []string{"self"}})
	if err != nil {
		f.t.Fatal(err)
	}
	images, tasks := f.images(), f.tasks()
	tagged, _ := f.snapshots(d)
	if len(images) != 1 || len(tagged) != 1 || len(out.Snapshots) != 1 || len(tasks) > 1 {
		f.t.Fatalf("%d images, %d snapshots of which %d are tagged, %d tasks", len(images), len(out.Snapshots), len(tagged), len(tasks))
	}
	f.checkSnapshotIs(aws.ToString(tagged[0].SnapshotId), d)
	if keys, uploads := f.keys(); uploads != 0 || len(keys) > 3 {
		f.t.Fatalf("bucket holds %v and %d open uploads", keys, uploads)
	}
}

func TestTenThousandFaultsLeaveOneOfEach(t *testing.T) {
	struck, seed := 0, uint64(0)
	for struck < enoughFaults && !t.Failed() {
		t.Run(fmt.Sprintf("from seed %d", seed+1), func(t *testing.T) {
			counts := make(chan int, together)
			for range together {
				seed++
				own := seed
				t.Run(fmt.Sprintf("seed %d", own), func(t *testing.T) {
					t.Parallel()
					defer func() {
						if t.Failed() {
							t.Logf("the seed is %d", own)
						}
					}()
					counts <- newFaulty(t, own).suffer()
				})
			}
			t.Cleanup(func() {
				close(counts)
				for n := range counts {
					struck += n
				}
			})
		})
	}
	t.Logf("%d faults in %d disks", struck, seed)
}
