package ami

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/awstest"
)

// setAccount changes what the local AWS holds to be set for the account, until the
// test ends.
func setAccount(t *testing.T, settings string) {
	t.Helper()
	putSettings(t.Context(), t, settings)
	t.Cleanup(func() { putSettings(context.WithoutCancel(t.Context()), t, "{}") })
}

func putSettings(ctx context.Context, t *testing.T, settings string) {
	t.Helper()
	address := awstest.Endpoint() + "/_localaws/accounts/123456789012/regions/" + awstest.Region + "/settings"
	request, err := http.NewRequestWithContext(ctx, http.MethodPut, address, strings.NewReader(settings))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil || answer.StatusCode >= http.StatusMultipleChoices {
		t.Fatal(answer.Status, err)
	}
}

func TestAQuotaThatIsReachedOnlySlowsTheRunDown(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, 60*mib)
	setAccount(t, `{"blocksPerSecond": 50}`)
	blocks := len(d.Manifest.Blocks)
	var tries atomic.Int64
	r := w.create(d, byEBS, verifying, func(o *Options) {
		o.Services.EBS, o.RetryDelay = counting{o.Services.EBS, &tries}, 100*time.Millisecond
	})
	if r.Sent != int64(blocks)*disk.BlockSize || r.Verified != int64(blocks) || tries.Load() <= int64(blocks) {
		t.Fatalf("sent %d, verified %d of %d blocks in %d tries", r.Sent/disk.BlockSize, r.Verified, blocks, tries.Load())
	}
}

func TestAPlainParentIsDoneWithoutWhereEncryptionBecameTheDefault(t *testing.T) {
	w, told := newWorld(t), &events{}
	first := w.disk(1, 5*mib)
	w.create(first, w.next("1"))
	setAccount(t, `{"encryptionByDefault": true}`)
	second := w.changed(first, 5*mib, generation)
	r := w.create(second, w.next("2"), reporting(told))
	if r.Parent != "" || !told.says(Info, "AWS does not take snap-") {
		t.Fatalf("result %+v, told %v", r, told.list)
	}
	third := w.changed(second, 5*mib, func(data []byte) { data[0]++ })
	if next := w.create(third, w.next("3")); next.Parent != r.SnapshotID || next.Sent != disk.BlockSize {
		t.Fatalf("an encrypted parent: sent %d bytes on %q", next.Sent, next.Parent)
	}
}
