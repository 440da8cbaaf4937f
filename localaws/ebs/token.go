package ebs

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"github.com/amikit/amikit/localaws/blocks"
)

const (
	blockTokenLife = 7 * 24 * time.Hour
	pageTokenLife  = time.Hour
)

// token seals texts into one. It is URL-safe base64, unlike what the service
// model says.
func token(parts ...string) string {
	return base64.URLEncoding.EncodeToString([]byte(strings.Join(parts, " ")))
}

// open gives back the texts of a token.
func open(text string) []string {
	raw, err := base64.URLEncoding.DecodeString(text)
	if err != nil {
		return nil
	}
	return strings.Split(string(raw), " ")
}

func (q *request) blockToken(snapshot string, index uint32) string {
	return token("block", snapshot, strconv.Itoa(int(index)), strconv.FormatInt(q.now.Add(blockTokenLife).Unix(), 10))
}

// checkBlockToken looks whether a token is for this block and still good.
func (q *request) checkBlockToken(text, snapshot string, index uint32) error {
	parts := open(text)
	if len(parts) == 4 && parts[0] == "block" && parts[1] == snapshot && parts[2] == strconv.Itoa(int(index)) &&
		!q.expired(parts[3]) {
		return nil
	}
	return invalid("INVALID_BLOCK_TOKEN", "The block token %s is invalid.", text)
}

func (q *request) expired(unix string) bool {
	end, err := strconv.ParseInt(unix, 10, 64)
	return err != nil || q.now.Unix() > end
}

func (q *request) pageToken(listed string, next uint32) string {
	return token("page", q.Action, listed, strconv.Itoa(int(next)), strconv.FormatInt(q.now.Add(pageTokenLife).Unix(), 10))
}

// pageStart is the index that a page begins with: the page token's, else the
// one that was asked for.
func (q *request) pageStart(listed string) (uint32, error) {
	start := uint64(0)
	values := q.http.URL.Query()
	if text := values.Get("startingBlockIndex"); text != "" {
		n, err := strconv.ParseUint(text, 10, 31)
		if err != nil {
			return 0, constraint(text, "startingBlockIndex", "Member must have value greater than or equal to 0")
		}
		start = n
	}
	text := values.Get("pageToken")
	if text == "" {
		return uint32(start), nil
	}
	parts := open(text)
	if len(parts) != 5 || parts[0] != "page" || parts[1] != q.Action || parts[2] != listed || q.expired(parts[4]) {
		return 0, invalid("INVALID_PAGE_TOKEN", "The pagination token %s is invalid.", text)
	}
	n, err := strconv.ParseUint(parts[3], 10, 32)
	return uint32(n), err
}

const (
	minPage = 100
	maxPage = 10000
)

func (q *request) pageSize() (int, error) {
	text := q.http.URL.Query().Get("maxResults")
	if text == "" {
		return maxPage, nil
	}
	n, err := strconv.Atoi(text)
	switch {
	case err != nil || n < minPage:
		return 0, constraint(text, "maxResults", "Member must have value greater than or equal to 100")
	case n > maxPage:
		return 0, constraint(text, "maxResults", "Member must have value less than or equal to 10000")
	}
	return n, nil
}

// page cuts a list of indexes and makes the token for the rest.
func (q *request) page(listed string, indexes []uint32) (part []uint32, next *string, err error) {
	start, err := q.pageStart(listed)
	if err != nil {
		return nil, nil, err
	}
	size, err := q.pageSize()
	if err != nil {
		return nil, nil, err
	}
	part = blocks.From(indexes, start)
	if len(part) > size {
		text := q.pageToken(listed, part[size])
		return part[:size], &text, nil
	}
	return part, nil, nil
}
