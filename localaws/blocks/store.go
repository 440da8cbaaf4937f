package blocks

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

// Store is the folder of all layers.
type Store struct {
	dir string

	mu   sync.Mutex
	open map[string]*Layer
}

// NewStore keeps layers in a folder, which it makes.
func NewStore(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of snapshot data: %w", err)
	}
	return &Store{dir: dir, open: map[string]*Layer{}}, nil
}

// Layer opens a layer, or makes an empty one.
func (s *Store) Layer(id string) (*Layer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l, ok := s.open[id]; ok {
		return l, nil
	}
	l, err := openLayer(filepath.Join(s.dir, id))
	if err != nil {
		return nil, fmt.Errorf("open the data of %s: %w", id, err)
	}
	s.open[id] = l
	return l, nil
}

// Remove deletes a layer, if it is there.
func (s *Store) Remove(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	if l, ok := s.open[id]; ok {
		delete(s.open, id)
		err = l.close()
	}
	return errors.Join(err, os.RemoveAll(filepath.Join(s.dir, id)))
}

// Close closes all layers.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	for id, l := range s.open {
		err = errors.Join(err, l.close())
		delete(s.open, id)
	}
	return err
}
