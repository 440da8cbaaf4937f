// Command bare sends a disk's data as a loop of bare HTTP requests does, without
// an SDK, signatures, resuming or checks: what hack/bench measures amikit against.
//
//	bare parts|blocks DISK URL [RATE]
//	bare describe DISK
//
// describe writes disk.json beside the disk, as a build does, so that amikit need
// not read it to know it.
//
// parts sends the same parts with data that amikit sends, each with its
// CRC64NVME; blocks the blocks with data, each with its SHA-256, and at most RATE
// of them a second. The certificate that it trusts is in AWS_CA_BUNDLE.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
	"golang.org/x/time/rate"

	"github.com/amikit/amikit/disk"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 2 && args[0] == "describe" {
		return describe(ctx, args[1])
	}
	perSecond, err := parseRate(args)
	if err != nil {
		return err
	}
	client, err := newClient(os.Getenv("AWS_CA_BUNDLE"))
	if err != nil {
		return err
	}
	file, err := disk.Open(args[1])
	if err != nil {
		return err
	}
	s := &sender{client: client, file: file, url: args[2], limit: rate.NewLimiter(perSecond, workers)}
	switch args[0] {
	case "parts":
		err = s.parts(ctx)
	case "blocks":
		err = s.blocks(ctx)
	default:
		err = fmt.Errorf("%q is neither parts nor blocks", args[0])
	}
	return errors.Join(err, file.Close())
}

// parseRate is the rate that is asked for, or none; other arguments are counted only.
func parseRate(args []string) (rate.Limit, error) {
	switch len(args) {
	case 3:
		return rate.Inf, nil
	case 4:
		perSecond, err := strconv.ParseFloat(args[3], 64)
		return rate.Limit(perSecond), err
	}
	return 0, errors.New("usage: bare parts|blocks DISK URL [RATE]")
}

// newClient keeps as many connections as there are workers.
func newClient(bundle string) (*http.Client, error) {
	roots := x509.NewCertPool()
	pem, err := os.ReadFile(bundle)
	if err != nil {
		return nil, err
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no certificate", bundle)
	}
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}, MaxIdleConnsPerHost: workers,
	}}, nil
}

// workers is how many requests are under way at once.
const workers = 32

type sender struct {
	client *http.Client
	file   *disk.File
	url    string
	limit  *rate.Limiter
}

// each does the work of all indexes below count, by so many workers.
func each(ctx context.Context, count, workers int, do func(ctx context.Context, index int, buffer []byte) error) error {
	group, ctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	for range workers {
		group.Go(func() error {
			buffer := make([]byte, disk.BlockSize)
			for i := int(next.Add(1) - 1); i < count; i = int(next.Add(1) - 1) {
				if err := do(ctx, i, buffer); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}

func (s *sender) put(ctx context.Context, url string, body io.Reader, length int64, header, sum string) error {
	if err := s.limit.Wait(ctx); err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPut, url, body)
	if err != nil {
		return err
	}
	request.ContentLength = length
	request.Header.Set(header, sum)
	response, err := s.client.Do(request)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, response.Body)
	if closeErr := response.Body.Close(); err != nil || closeErr != nil {
		return errors.Join(err, closeErr)
	}
	if response.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s: %s", url, response.Status)
	}
	return nil
}

func describe(ctx context.Context, name string) error {
	file, err := disk.Open(name)
	if err != nil {
		return err
	}
	info, err := disk.Describe(ctx, file)
	if err == nil {
		err = info.WriteFile(filepath.Join(filepath.Dir(name), "disk.json"))
	}
	return errors.Join(err, file.Close())
}
