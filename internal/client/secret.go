package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/moby/buildkit/client"
	"github.com/moby/buildkit/session/secrets"
	"github.com/moby/buildkit/session/secrets/secretsprovider"
	"github.com/tonistiigi/go-csvvalue"

	"github.com/amikit/amikit/internal/dotenv"
	"github.com/amikit/amikit/internal/option"
)

// addSecrets offers the build its secrets: --aws-profile, --secret, then .secret.
func addSecrets(opt *client.SolveOpt, o Options, env Environment) error {
	file, err := readSecretFile(o.Context, env.Stderr)
	if err != nil {
		return err
	}
	var sources []secretsprovider.Source
	for _, spec := range o.Secrets {
		source, err := parseSecret(spec)
		if err != nil {
			return fmt.Errorf("--secret: %w", err)
		}
		warnSecret(env.Stderr, source.ID)
		sources = append(sources, source)
	}
	flags, err := secretsprovider.NewStore(sources)
	if err != nil {
		return fmt.Errorf("--secret: %w", err)
	}
	var store secrets.SecretStore = secretStores{flags, fileStore(file)}
	if o.keys != nil {
		store = withoutCredentials{store}
	}
	opt.Session = append(opt.Session, secretsprovider.NewSecretProvider(store))
	return nil
}

// readSecretFile reads .secret and warns of names that are nearly a secret's.
func readSecretFile(context string, stderr io.Writer) (map[string]string, error) {
	file, err := loadContextFile(context, dotenv.SecretFile)
	if err != nil {
		return nil, err
	}
	for _, line := range file.Misspelled(option.NearestSecret) {
		_, _ = fmt.Fprintln(stderr, "warning:", line)
	}
	return file.Values, nil
}

// warnSecret warns of an ID that is nearly a secret's. It may be the Dockerfile's
// own, so that it is no error.
func warnSecret(stderr io.Writer, id string) {
	if meant := option.NearestSecret(id); meant != "" {
		_, _ = fmt.Fprintf(stderr, "warning: --secret %s: amikit has none of that name; did you mean %s?\n", id, meant)
	}
}

// parseSecret reads id=ID[,type=file|env][,src=FILE|,env=NAME]. An error never
// quotes the text, which may hold a value that was put there by mistake.
func parseSecret(spec string) (secretsprovider.Source, error) {
	var source secretsprovider.Source
	fields, err := csvvalue.Fields(spec, nil)
	if err != nil {
		return source, errors.New("give id=ID,src=FILE or id=ID,env=NAME")
	}
	kind := ""
	for _, field := range fields {
		key, value, _ := strings.Cut(field, "=")
		switch strings.ToLower(key) {
		case "id":
			source.ID = value
		case "src", "source":
			source.FilePath = value
		case "env":
			source.Env = value
		case "type":
			kind = value
		default:
			return source, errors.New("a field is none of id, src, env and type; give id=ID,src=FILE or id=ID,env=NAME")
		}
	}
	if kind == "env" && source.Env == "" {
		source.Env, source.FilePath = source.FilePath, ""
	}
	return source, nil
}

// secretStores asks one store after the other.
type secretStores []secrets.SecretStore

// GetSecret returns the first store's value that has one.
func (s secretStores) GetSecret(ctx context.Context, id string) ([]byte, error) {
	for _, store := range s {
		value, err := store.GetSecret(ctx, id)
		if !errors.Is(err, secrets.ErrNotFound) {
			return value, err
		}
	}
	return nil, secrets.ErrNotFound
}

// fileStore are the values of .secret. An empty one is no secret.
type fileStore map[string]string

// GetSecret returns the value of that name.
func (s fileStore) GetSecret(_ context.Context, id string) ([]byte, error) {
	if value := s[id]; value != "" {
		return []byte(value), nil
	}
	return nil, secrets.ErrNotFound
}
