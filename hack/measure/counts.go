package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
)

// counts asks a server what it got; without a URL nobody.
type counts struct {
	url    string
	client *http.Client
}

// connect trusts the certificates in the bundle.
func (c *counts) connect(bundle string) error {
	if c.url == "" {
		return nil
	}
	pem, err := os.ReadFile(bundle)
	if err != nil {
		return fmt.Errorf("read AWS_CA_BUNDLE: %w", err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	c.client = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}}
	return nil
}

func (c counts) reset(ctx context.Context) error { return c.ask(ctx, http.MethodDelete, nil) }

func (c counts) read(ctx context.Context, into *sample) error {
	var answer struct{ Requests, Bytes float64 }
	err := c.ask(ctx, http.MethodGet, &answer)
	into.requests, into.sent = answer.Requests, answer.Bytes/(1<<20)
	return err
}

func (c counts) ask(ctx context.Context, method string, answer any) error {
	if c.url == "" {
		return nil
	}
	request, err := http.NewRequestWithContext(ctx, method, c.url, nil)
	if err != nil {
		return err
	}
	response, err := c.client.Do(request)
	if err != nil {
		return fmt.Errorf("ask for the counts: %w", err)
	}
	if answer != nil {
		err = json.NewDecoder(response.Body).Decode(answer)
	}
	return errors.Join(err, response.Body.Close())
}
