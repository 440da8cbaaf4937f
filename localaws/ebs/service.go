package ebs

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/amikit/amikit/localaws/auth"
	"github.com/amikit/amikit/localaws/blocks"
	"github.com/amikit/amikit/localaws/snapshot"
	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/timing"
	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/answer"
)

// Service answers the calls of the EBS direct APIs.
type Service struct {
	Records   *store.Store
	Snapshots *snapshot.Book
	Gate      *auth.Gate
	Clock     *timing.Clock
	// Account tells what is set for the caller.
	Account interface {
		EncryptedByDefault(account, region string) bool
		// BlocksPerSecond is the quota of one snapshot, for writing and reading alike.
		BlocksPerSecond(account, region string) int
	}
	// Tag puts tags on a snapshot.
	Tag func(tx *store.Tx, call *wire.Call, id string, tags map[string]string) error
	// Hidden is true for a snapshot that a call does not see yet.
	Hidden func(call *wire.Call, id string, born time.Time) bool

	buffers sync.Pool
	quotas  quotas
}

// request is one call with its body.
type request struct {
	*Service
	*wire.Call
	http *http.Request
	body []byte
	sum  blocks.Sum
	now  time.Time
	// parts are the path's, after /snapshots.
	parts []string
}

type operation func(*request, http.ResponseWriter) error

func operations() map[string]operation {
	return map[string]operation{
		"StartSnapshot":      startSnapshot,
		"PutSnapshotBlock":   putBlock,
		"CompleteSnapshot":   completeSnapshot,
		"ListSnapshotBlocks": listBlocks,
		"ListChangedBlocks":  listChanged,
		"GetSnapshotBlock":   getBlock,
	}
}

// ServeHTTP answers one call.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	err := s.serve(w, r)
	if err != nil {
		err = answer.Error(w, r, err)
	}
	if err != nil {
		slog.Error("answer", "action", wire.CallOf(r.Context()).Action, "error", err)
	}
}

func (s *Service) serve(w http.ResponseWriter, r *http.Request) error {
	buffer := s.buffer()
	defer s.buffers.Put(buffer)
	n, err := readBody(r.Body, *buffer)
	if err != nil {
		return fmt.Errorf("read the request: %w", err)
	}
	call := wire.CallOf(r.Context())
	q := &request{
		Service: s, Call: call, http: r, body: (*buffer)[:n], sum: sha256.Sum256((*buffer)[:n]),
		now: s.Clock.Now(), parts: strings.Split(strings.Trim(r.URL.Path, "/"), "/")[1:],
	}
	if err := s.Gate.Identify(r, hex.EncodeToString(q.sum[:])); err != nil {
		return err
	}
	do, ok := operations()[call.Action]
	if !ok {
		return wire.RefuseWith(http.StatusNotFound, "UnknownOperationException", "The requested operation is not supported.")
	}
	return do(q, w)
}

// buffer has room for a block and a byte too many.
func (s *Service) buffer() *[]byte {
	if buffer, ok := s.buffers.Get().(*[]byte); ok {
		return buffer
	}
	buffer := make([]byte, blocks.Size+1)
	return &buffer
}

// readBody reads as much as the buffer holds.
func readBody(body io.Reader, buffer []byte) (int, error) {
	n, err := io.ReadFull(body, buffer)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return n, err
}

// permit asks for the call's action on a snapshot.
func (q *request) permit(id string) error {
	return q.Gate.Permit(q.Call, "ebs:"+q.Action, q.arn(id))
}

func (q *request) arn(id string) string { return "arn:aws:ec2:" + q.Region + "::snapshot/" + id }

func (q *request) caller() string { return q.Call.Account.ID }
