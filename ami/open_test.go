package ami

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// mbrDisk makes a disk of 1 MiB with one partition that begins at its second
// sector and has that many.
func mbrDisk(t *testing.T, sectors uint32) string {
	t.Helper()
	data := make([]byte, mib)
	entry := data[446:]
	entry[4] = 0x83
	binary.LittleEndian.PutUint32(entry[8:], 1)
	binary.LittleEndian.PutUint32(entry[12:], sectors)
	data[510], data[511] = 0x55, 0xaa
	name := filepath.Join(t.TempDir(), "disk.raw")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestADiskThatIsCutOffIsNotOpened(t *testing.T) {
	whole, err := OpenDisk(t.Context(), mbrDisk(t, mib/512-1), false, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := whole.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenDisk(t.Context(), mbrDisk(t, mib/512), false, nil); err == nil || !contains(err, "is cut off: partition 1 ends at byte 1049088 and the file at 1048576") {
		t.Fatalf("error is %v", err)
	}
}

func TestReadingADiskIsTold(t *testing.T) {
	told := &events{}
	d, err := OpenDisk(t.Context(), mbrDisk(t, mib/512-1), false, told)
	if err != nil {
		t.Fatal(err)
	}
	count := len(told.list)
	if _, err := d.Source.ReadAt(make([]byte, 512), 0); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	last, done := told.list[count-1], int64(0)
	for _, e := range told.list {
		if e.Kind != Progress || e.Stage != "read" || e.Done < done {
			t.Fatalf("it is told %+v behind %d", e, done)
		}
		done = e.Done
	}
	if last.Done != last.Total || last.Total == 0 || len(told.list) != count {
		t.Fatalf("the last of %d is %+v, and then %d more", count, last, len(told.list)-count)
	}
}

func TestProblemsOfTheDiskAreTold(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	d.Problems = []string{"the backup GPT is damaged"}
	told := &events{}
	w.create(d, func(o *Options) { o.Reporter = told })
	if !told.says(Warning, "disk.raw: the backup GPT is damaged") {
		t.Fatalf("told is %v", told.list)
	}
}

func TestAnEndpointThatNeverAnswersIsGivenUp(t *testing.T) {
	client := brief[s3.HTTPClient](awshttp.NewBuildableClient())
	limited, ok := client.(*awshttp.BuildableClient)
	if !ok || limited.GetTimeout() != preflightTimeout {
		t.Fatalf("client is %v", client)
	}
}

func TestReasonsOfAWSAreOneLine(t *testing.T) {
	for _, err := range []error{
		&ImportError{TaskID: "import-snap-1", Status: "deleted", Message: "ClientError: [no\n partition]"},
		&ImageError{ImageID: "ami-1", State: "failed", Reason: "no\n partition]"},
	} {
		if !contains(err, "no partition]; ") {
			t.Errorf("it says %q", err)
		}
	}
}
