package blocks

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ebs/types"
	"github.com/aws/smithy-go"

	"github.com/amikit/amikit/disk"
)

// quick is a pace that never waits long.
var quick = Pace{Most: 4, Delay: time.Nanosecond, Patience: time.Nanosecond}

// recorder keeps what is written. Each put is answered by the next of errs, as
// long as there are any.
type recorder struct {
	mu       sync.Mutex
	blocks   map[int32][]byte
	complete *ebs.CompleteSnapshotInput
	errs     []error
	puts     int
}

func newRecorder(errs ...error) *recorder { return &recorder{blocks: map[int32][]byte{}, errs: errs} }

func (r *recorder) PutSnapshotBlock(_ context.Context, in *ebs.PutSnapshotBlockInput, _ ...func(*ebs.Options)) (*ebs.PutSnapshotBlockOutput, error) {
	data, err := io.ReadAll(in.BlockData)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.puts++
	if err == nil && len(r.errs) > 0 {
		err, r.errs = r.errs[0], r.errs[1:]
	}
	if err != nil {
		return nil, err
	}
	r.blocks[aws.ToInt32(in.BlockIndex)] = data
	return &ebs.PutSnapshotBlockOutput{}, nil
}

func (r *recorder) CompleteSnapshot(_ context.Context, in *ebs.CompleteSnapshotInput, _ ...func(*ebs.Options)) (*ebs.CompleteSnapshotOutput, error) {
	r.complete = in
	return &ebs.CompleteSnapshotOutput{}, nil
}

func (r *recorder) writer() *Writer { return &Writer{Client: r, SnapshotID: "snap-1", Pace: quick} }

// example is a disk with a hole between its two blocks, the last one short.
func example() ([]byte, disk.Manifest) {
	data := make([]byte, 2*disk.BlockSize+512)
	copy(data, "first")
	copy(data[2*disk.BlockSize:], "last")
	padded := append(bytes.Clone(data), make([]byte, disk.BlockSize-512)...)
	hash := func(i int) [32]byte { return sha256.Sum256(padded[i*disk.BlockSize:][:disk.BlockSize]) }
	return data, disk.Manifest{Size: int64(len(data)), Blocks: []disk.Block{{Index: 0, SHA256: hash(0)}, {Index: 2, SHA256: hash(2)}}}
}

func refusal(code, message string) error {
	return &smithy.GenericAPIError{Code: code, Message: message}
}

func TestWriteSendsTheManifestsBlocksAndCompletes(t *testing.T) {
	data, manifest := example()
	r := newRecorder()
	stats, err := r.writer().Write(t.Context(), bytes.NewReader(data), manifest)
	if err != nil || stats != (Stats{Sent: 2 * disk.BlockSize}) {
		t.Fatalf("sent %+v, %v", stats, err)
	}
	if len(r.blocks) != 2 || len(r.blocks[2]) != disk.BlockSize || !bytes.HasPrefix(r.blocks[2], []byte("last")) {
		t.Fatalf("%d blocks were sent", len(r.blocks))
	}
	joined := sha256.Sum256(append(manifest.Blocks[0].SHA256[:], manifest.Blocks[1].SHA256[:]...))
	if aws.ToInt32(r.complete.ChangedBlocksCount) != 2 || aws.ToString(r.complete.Checksum) != base64.StdEncoding.EncodeToString(joined[:]) {
		t.Fatalf("completed with %+v", r.complete)
	}
}

func TestZeroesAreSentWhereverTheyAreWanted(t *testing.T) {
	data, manifest := example()
	manifest.Blocks = []disk.Block{Zeroes(1), manifest.Blocks[1], Zeroes(7)} // the last one behind the disk's end
	r := newRecorder()
	if _, err := r.writer().Write(t.Context(), bytes.NewReader(data), manifest); err != nil {
		t.Fatal(err)
	}
	zeroes := make([]byte, disk.BlockSize)
	if len(r.blocks) != 3 || !bytes.Equal(r.blocks[1], zeroes) || !bytes.Equal(r.blocks[7], zeroes) || aws.ToInt32(r.complete.ChangedBlocksCount) != 3 {
		t.Fatalf("%d blocks were sent, completed with %+v", len(r.blocks), r.complete)
	}
}

func TestNothingToSendIsCompletedWithoutAChecksum(t *testing.T) {
	r := newRecorder()
	if _, err := r.writer().Write(t.Context(), bytes.NewReader(nil), disk.Manifest{}); err != nil || r.complete == nil || r.complete.Checksum != nil {
		t.Fatalf("completed with %+v, %v", r.complete, err)
	}
}

func TestASnapshotThatIsCompletedAlreadyIsDone(t *testing.T) {
	data, manifest := example()
	r := newRecorder(refusal("ValidationException", "Snapshot is already completed"), refusal("ValidationException", "Snapshot is already completed"))
	if _, err := r.writer().Write(t.Context(), bytes.NewReader(data), manifest); err != nil || r.complete != nil {
		t.Fatalf("error %v, completed with %v", err, r.complete)
	}
}

func TestWhatIsTriedAgain(t *testing.T) {
	invalid := func(reason types.ValidationExceptionReason, message string) error {
		return &types.ValidationException{Message: aws.String(message), Reason: reason}
	}
	for name, c := range map[string]struct {
		err   error
		again bool
	}{
		"throttled":                     {refusal("RequestThrottledException", "slow down"), true},
		"too many at once":              {refusal("ConcurrentLimitExceededException", "too many"), true},
		"not known yet":                 {refusal("ResourceNotFoundException", "no such snapshot"), true},
		"a block that another run puts": {invalid(types.ValidationExceptionReasonConflictingBlockUpdate, "conflict"), true},
		"a block that did not arrive":   {invalid(types.ValidationExceptionReasonInvalidParameterValue, "Failed to read block data"), true},
		"no answer in time":             {fmt.Errorf("put: %w", context.DeadlineExceeded), true},
		"a connection that was cut":     {io.ErrUnexpectedEOF, true},
		"denied":                        {refusal("AccessDeniedException", "no"), false},
		"an index that is too high":     {invalid(types.ValidationExceptionReasonInvalidBlock, "beyond"), false},
		"expired keys":                  {refusal("ExpiredTokenException", "expired"), false},
	} {
		t.Run(name, func(t *testing.T) {
			data, manifest := example()
			manifest.Blocks = manifest.Blocks[:1]
			r := newRecorder(c.err, c.err)
			_, err := r.writer().Write(t.Context(), bytes.NewReader(data), manifest)
			if again := err == nil && r.puts == 3; again != c.again || !again && r.puts != 1 {
				t.Fatalf("after %d puts: %v", r.puts, err)
			}
		})
	}
}

func TestAServiceThatIsThrottlingForTooLongEndsTheWrite(t *testing.T) {
	data, manifest := example()
	r := newRecorder()
	for range 100 {
		r.errs = append(r.errs, refusal("ThrottlingException", "slow down"))
	}
	if _, err := r.writer().Write(t.Context(), bytes.NewReader(data), manifest); err == nil || r.puts < fewest || r.puts > 4*fewest {
		t.Fatalf("after %d puts: %v", r.puts, err)
	}
}

func TestADiskThatBecameShorterIsAnError(t *testing.T) {
	data, manifest := example()
	if _, err := newRecorder().writer().Write(t.Context(), bytes.NewReader(data[:disk.BlockSize]), manifest); err == nil {
		t.Fatal("it was written")
	}
}

func TestADiskThatChangedIsNamedAsTheCause(t *testing.T) {
	data, manifest := example()
	data[0]++
	r := newRecorder(refusal("InvalidSignatureException", "the checksum does not match"))
	var changed *ChangedError
	if _, err := r.writer().Write(t.Context(), bytes.NewReader(data), disk.Manifest{Size: manifest.Size, Blocks: manifest.Blocks[:1]}); !errors.As(err, &changed) || changed.Block != 0 {
		t.Fatalf("error is %v", err)
	}
}

func TestAStoppedWriteGoesOnWhereItEnded(t *testing.T) {
	data, manifest := example()
	name := filepath.Join(t.TempDir(), "journal")
	r := newRecorder(nil, refusal("AccessDeniedException", "stop here"))
	first := r.writer()
	first.Journal, first.Pace.Most = name, 1
	if _, err := first.Write(t.Context(), bytes.NewReader(data), manifest); err == nil {
		t.Fatal("it was not stopped")
	}
	second := r.writer()
	second.Journal = name
	stats, err := second.Write(t.Context(), bytes.NewReader(data), manifest)
	if err != nil || stats != (Stats{Sent: disk.BlockSize, Resumed: disk.BlockSize}) || len(r.blocks) != 2 {
		t.Fatalf("sent %+v, %v", stats, err)
	}
	if _, err := os.Stat(name); !errors.Is(err, os.ErrNotExist) {
		t.Fatal("the journal of a complete snapshot is left")
	}
}

func TestAWriteWithoutItsJournalSendsEverything(t *testing.T) {
	data, manifest := example()
	r, warned := newRecorder(), ""
	w := r.writer()
	w.Journal, w.Warn = filepath.Join(t.TempDir(), "no", "folder"), func(message string) { warned = message }
	if stats, err := w.Write(t.Context(), bytes.NewReader(data), manifest); err != nil || stats.Sent != 2*disk.BlockSize || warned == "" {
		t.Fatalf("sent %+v, %v, warned %q", stats, err, warned)
	}
}
