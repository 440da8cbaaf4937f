package sigv4

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// canonicalRequest is the text whose digest is signed.
func canonicalRequest(r *http.Request, a Authorization, payloadHash string) string {
	return strings.Join([]string{
		r.Method,
		canonicalPath(r.URL),
		canonicalQuery(r.URL),
		canonicalHeaders(r, a.signedHeaders),
		strings.Join(a.signedHeaders, ";"),
		payloadHash,
	}, "\n")
}

// canonicalPath is escaped twice, as for every service but S3.
func canonicalPath(u *url.URL) string {
	path := u.EscapedPath()
	if path == "" {
		return "/"
	}
	return escape(path, true)
}

func canonicalQuery(u *url.URL) string {
	var pairs []string
	for name, values := range u.Query() {
		if name == "X-Amz-Signature" {
			continue
		}
		for _, value := range values {
			pairs = append(pairs, escape(name, false)+"="+escape(value, false))
		}
	}
	slices.Sort(pairs)
	return strings.Join(pairs, "&")
}

func canonicalHeaders(r *http.Request, names []string) string {
	var text strings.Builder
	for _, name := range names {
		text.WriteString(name + ":" + headerValue(r, name) + "\n")
	}
	return text.String()
}

// headerValue finds headers that net/http keeps elsewhere too.
func headerValue(r *http.Request, name string) string {
	switch name {
	case "host":
		return r.Host
	case "content-length":
		return r.Header.Get("Content-Length")
	}
	values := slices.Clone(r.Header.Values(name))
	for i, value := range values {
		values[i] = strings.Join(strings.Fields(value), " ")
	}
	return strings.Join(values, ",")
}

// escape leaves RFC 3986's unreserved characters alone.
func escape(text string, keepSlash bool) string {
	const digits = "0123456789ABCDEF"
	var escaped strings.Builder
	for i := range len(text) {
		c := text[i]
		if unreserved(c) || keepSlash && c == '/' {
			escaped.WriteByte(c)
			continue
		}
		escaped.Write([]byte{'%', digits[c>>4], digits[c&15]})
	}
	return escaped.String()
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-_.~", c) >= 0
}
