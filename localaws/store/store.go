// Package store keeps the records of the services in one file, so that they
// survive a restart and a killed process.
package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.etcd.io/bbolt"
)

// Store is the file of all records.
type Store struct{ db *bbolt.DB }

// Tx is a transaction: all of it happens or nothing.
type Tx struct{ tx *bbolt.Tx }

const openTimeout = 5 * time.Second

// Open opens the file, or makes it. A file that another process has open is an
// error.
func Open(path string) (*Store, error) {
	// A killed process loses nothing that it has written; only a power cut
	// could, and that is no concern of a local AWS.
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: openTimeout, NoSync: true, NoFreelistSync: true})
	if err != nil {
		return nil, fmt.Errorf("open the records in %s: %w", path, err)
	}
	return &Store{db: db}, nil
}

// Close writes the file to the disk.
func (s *Store) Close() error {
	if err := s.db.Sync(); err != nil {
		return err
	}
	return s.db.Close()
}

// View reads.
func (s *Store) View(do func(*Tx) error) error {
	return s.db.View(func(tx *bbolt.Tx) error { return do(&Tx{tx}) })
}

// Update reads and writes; no two run at once.
func (s *Store) Update(do func(*Tx) error) error {
	return s.db.Update(func(tx *bbolt.Tx) error { return do(&Tx{tx}) })
}

// Table is a kind of record, kept under keys such as region/id.
type Table[T any] string

// Key joins the parts of a key.
func Key(parts ...string) string { return strings.Join(parts, "/") }

// Get reads a record; found is false when there is none.
func (t Table[T]) Get(tx *Tx, key string) (record T, found bool, err error) {
	bucket := tx.tx.Bucket([]byte(t))
	if bucket == nil {
		return record, false, nil
	}
	text := bucket.Get([]byte(key))
	if text == nil {
		return record, false, nil
	}
	record, err = decode[T](text)
	return record, err == nil, err
}

// Put writes a record.
func (t Table[T]) Put(tx *Tx, key string, record T) error {
	bucket, err := tx.tx.CreateBucketIfNotExists([]byte(t))
	if err != nil {
		return err
	}
	text, err := json.Marshal(record)
	if err != nil {
		return err
	}
	return bucket.Put([]byte(key), text)
}

// Delete removes a record, if it is there.
func (t Table[T]) Delete(tx *Tx, key string) error {
	bucket := tx.tx.Bucket([]byte(t))
	if bucket == nil {
		return nil
	}
	return bucket.Delete([]byte(key))
}

// Some reads the records of these parts behind prefix, those that are there, in the
// order of keys; without a part it is [Table.List].
func (t Table[T]) Some(tx *Tx, prefix string, parts []string) (list []T, err error) {
	if len(parts) == 0 {
		return t.List(tx, prefix)
	}
	for _, part := range slices.Compact(slices.Sorted(slices.Values(parts))) {
		record, found, err := t.Get(tx, prefix+part)
		if err != nil {
			return nil, err
		}
		if found {
			list = append(list, record)
		}
	}
	return list, nil
}

// HoldingAny are the texts by which [Table.List] finds the records whose field has
// one of the values.
func HoldingAny(field string, values []string) (texts []string) {
	for _, value := range values {
		texts = append(texts, fmt.Sprintf("%q:%q", field, value))
	}
	return texts
}

// List reads the records whose keys begin with prefix, in the order of keys, and of
// these only what holds one of the texts, where there are any: to decode a record
// takes far longer than to search it.
func (t Table[T]) List(tx *Tx, prefix string, holding ...string) ([]T, error) {
	bucket := tx.tx.Bucket([]byte(t))
	if bucket == nil {
		return nil, nil
	}
	var list []T
	cursor := bucket.Cursor()
	for key, text := cursor.Seek([]byte(prefix)); strings.HasPrefix(string(key), prefix) && key != nil; key, text = cursor.Next() {
		if len(holding) > 0 && !slices.ContainsFunc(holding, func(part string) bool { return bytes.Contains(text, []byte(part)) }) {
			continue
		}
		record, err := decode[T](text)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", string(t), key, err)
		}
		list = append(list, record)
	}
	return list, nil
}

func decode[T any](text []byte) (record T, err error) {
	err = json.Unmarshal(text, &record)
	return record, err
}
