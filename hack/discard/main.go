// Command discard is an AWS that keeps nothing: it takes uploads to S3 and blocks
// of EBS over https, throws the bytes away and says yes, so that what a client
// costs can be measured apart from a server's work. It knows as much of EC2 as it
// takes to make an image.
//
//	discard DIR
//
// It writes its certificate to DIR/ca.pem and prints "listening on ADDRESS".
// GET /_counts tells the requests and the bytes of bodies since DELETE /_counts,
// which forgets the image too.
package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return errors.New("usage: discard DIR")
	}
	certificate, pem, err := newCertificate()
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(args[0], "ca.pem"), pem, 0o600); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("listening on", listener.Addr())
	server := &http.Server{Handler: newService(), TLSConfig: certificate}
	return server.ServeTLS(listener, "", "")
}
