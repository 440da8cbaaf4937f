package awsconfig

import (
	"crypto/x509"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/amikit/amikit/internal/option"
)

// isolate takes every source of credentials of this machine away from a test.
func isolate(t *testing.T) {
	t.Helper()
	for _, name := range []string{"AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS", "AWS_CA_BUNDLE", "AWS_REGION"} {
		t.Setenv(name, "")
	}
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(t.TempDir(), "config"))
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(t.TempDir(), "credentials"))
	if err := ClearEmpty(); err != nil {
		t.Fatal(err)
	}
}

func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const profiles = "[build]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = secret\n"

func TestAProfileFromASecretFileWinsOverKeys(t *testing.T) {
	isolate(t)
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	s := Settings{Region: "eu-west-1", Profile: "build", AccessKeyID: "AKIAENVIRONMENT", SecretAccessKey: "secret", CredentialsFile: file(t, "aws-credentials", profiles)}
	cfg, err := Load(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := cfg.Credentials.Retrieve(t.Context())
	if err != nil || keys.AccessKeyID != "AKIAPROFILE" {
		t.Fatalf("key is %q, %v", keys.AccessKeyID, err)
	}
	if warnings := s.Warnings(); len(warnings) != 1 || !strings.Contains(warnings[0], "build wins") {
		t.Fatalf("warnings are %q", warnings)
	}
}

func TestKeysWithASessionTokenWorkAlone(t *testing.T) {
	isolate(t)
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	t.Setenv("AWS_SESSION_TOKEN", "token")
	cfg, err := Load(t.Context(), Settings{Region: "eu-west-1"})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := cfg.Credentials.Retrieve(t.Context())
	if err != nil || keys.SessionToken != "token" {
		t.Fatalf("token is %q, %v", keys.SessionToken, err)
	}
}

func TestEmptyVariablesAreUnset(t *testing.T) {
	isolate(t)
	for _, name := range []string{"AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_CA_BUNDLE"} {
		t.Setenv(name, "")
	}
	if err := ClearEmpty(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_CA_BUNDLE"} {
		if _, set := os.LookupEnv(name); set {
			t.Errorf("%s is still set", name)
		}
	}
	if os.Getenv("AWS_EC2_METADATA_DISABLED") != "true" {
		t.Error("a variable with a value was unset")
	}
}

func TestWhatIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		settings Settings
		says     []string
	}{
		"no credentials":                  {Settings{}, []string{"no AWS credentials", "AWS_PROFILE", "AWS_SESSION_TOKEN"}},
		"a profile that is in no file":    {Settings{Profile: "nobody", ConfigFile: "/run/secrets/aws-config"}, []string{`"nobody" is not in /run/secrets/aws-config or `, "/credentials; ", "AWS_PROFILE"}},
		"a key without its secret":        {Settings{AccessKeyID: "AKIA"}, []string{"AWS_ACCESS_KEY_ID is given without AWS_SECRET_ACCESS_KEY"}},
		"a secret without its key":        {Settings{SecretAccessKey: "canary"}, []string{"AWS_SECRET_ACCESS_KEY is given without AWS_ACCESS_KEY_ID"}},
		"an endpoint without TLS":         {Settings{Endpoint: "http://10.0.0.1:4566"}, []string{"AWS_ENDPOINT_URL", "http://10.0.0.1:4566", "--allow-http"}},
		"a service's endpoint without it": {Settings{Endpoints: map[string]string{option.EndpointURLS3: "http://s3.example"}}, []string{"AWS_ENDPOINT_URL_S3", "--allow-http"}},
		"an endpoint that is no URL":      {Settings{Endpoint: "localhost:4566"}, []string{"localhost:4566", "https://"}},
		"a CA bundle without certificate": {Settings{CABundle: "load_test.go"}, []string{"load_test.go", "PEM"}},
	} {
		t.Run(name, func(t *testing.T) {
			isolate(t)
			c.settings.Region = "eu-west-1"
			_, err := Load(t.Context(), c.settings)
			if err == nil {
				t.Fatal("it was taken")
			}
			for _, want := range c.says {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
			if strings.Contains(err.Error(), "canary") {
				t.Errorf("%q shows a secret", err)
			}
		})
	}
}

func TestMistakesInFilesAreOneLineThatNamesTheFile(t *testing.T) {
	for name, c := range map[string]struct {
		credentials, bundle string
		want                string
	}{
		"half a key pair in a profile": {credentials: "[build]\naws_access_key_id = AKIAPROFILE\n", want: "mend them in "},
		"a bundle without certificate": {credentials: profiles, bundle: file(t, "ca.pem", "x"), want: "ca.pem holds no certificate"},
		"a bundle that is not there":   {credentials: profiles, bundle: "/nonexistent.pem", want: "read the CA bundle (AWS_CA_BUNDLE): open /nonexistent.pem"},
	} {
		t.Run(name, func(t *testing.T) {
			isolate(t)
			t.Setenv("AWS_CA_BUNDLE", c.bundle)
			if err := ClearEmpty(); err != nil {
				t.Fatal(err)
			}
			_, err := Load(t.Context(), Settings{Region: "eu-west-1", Profile: "build", CredentialsFile: file(t, "aws-credentials", c.credentials)})
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("error is %v", err)
			}
		})
	}
}

func TestAnEndpointOfAProfileIsRefusedWithoutTLSToo(t *testing.T) {
	isolate(t)
	config := file(t, "aws-config", "[profile build]\nendpoint_url = http://192.0.2.1\n")
	cfg, err := Load(t.Context(), Settings{Region: "eu-west-1", Profile: "build", ConfigFile: config, CredentialsFile: file(t, "aws-credentials", profiles)})
	if err != nil {
		t.Fatal(err)
	}
	_, err = sts.NewFromConfig(cfg).GetCallerIdentity(t.Context(), nil)
	var refused *EndpointError
	if !errors.As(err, &refused) {
		t.Fatalf("error is %v", err)
	}
}

func TestLoopbackNeedsNoTLS(t *testing.T) {
	for _, endpoint := range []string{"http://127.0.0.1:4566", "http://localhost:4566", "http://[::1]:4566"} {
		if err := (Settings{Endpoint: endpoint}).Validate(); err != nil {
			t.Errorf("%s: %v", endpoint, err)
		}
	}
	if err := (Settings{Endpoint: "http://10.0.0.1", AllowHTTP: true}).Validate(); err != nil {
		t.Errorf("although it is allowed: %v", err)
	}
}

const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata></GetCallerIdentityResponse>`

func serve(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("X-Amzn-Requestid", "request-1")
	if _, err := w.Write([]byte(identity)); err != nil {
		panic(http.ErrAbortHandler)
	}
}

func TestEachCallIsNamedWithItsRequestAndNoSecret(t *testing.T) {
	isolate(t)
	server := httptest.NewServer(http.HandlerFunc(serve))
	defer server.Close()
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "canary-secret")
	var calls []Call
	cfg, err := Load(t.Context(), Settings{Region: "eu-west-1", Endpoint: server.URL, OnCall: func(c Call) { calls = append(calls, c) }})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sts.NewFromConfig(cfg).GetCallerIdentity(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if len(calls) != 1 || calls[0].Service != "STS" || calls[0].Operation != "GetCallerIdentity" || calls[0].RequestID != "request-1" {
		t.Fatalf("calls are %+v", calls)
	}
}

func TestACABundleIsTrustedBesideThePublicRoots(t *testing.T) {
	isolate(t)
	server := httptest.NewTLSServer(http.HandlerFunc(serve))
	defer server.Close()
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	bundle := file(t, "ca-bundle", pemOf(server.Certificate()))
	for name, c := range map[string]struct {
		settings Settings
		trusted  bool
	}{
		"with it":    {Settings{CABundle: bundle}, true},
		"without it": {Settings{}, false},
	} {
		c.settings.Region, c.settings.Endpoint = "eu-west-1", server.URL
		cfg, err := Load(t.Context(), c.settings)
		if err != nil {
			t.Fatal(err)
		}
		client := sts.NewFromConfig(cfg, func(o *sts.Options) { o.RetryMaxAttempts = 1 })
		if _, err := client.GetCallerIdentity(t.Context(), nil); (err == nil) != c.trusted {
			t.Errorf("%s: %v", name, err)
		}
	}
	alone := x509.NewCertPool()
	alone.AddCert(server.Certificate())
	if roots, err := loadRoots(bundle); err != nil || roots.Equal(alone) {
		t.Fatalf("the public roots are gone: %v", err)
	}
}

func TestSecretsOfAFolderAreUsedWhereTheyAre(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, option.SecretConfig), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := FromEnvironment(option.Values{option.Region: "eu-west-1"}, func(string) string { return "" }, folder)
	if s.ConfigFile == "" || s.CredentialsFile != "" || s.CABundle != "" {
		t.Fatalf("files are %q, %q, %q", s.ConfigFile, s.CredentialsFile, s.CABundle)
	}
}

// asked answers nothing and keeps the host that was asked.
type asked struct{ host string }

func (a *asked) Do(request *http.Request) (*http.Response, error) {
	a.host = request.URL.Host
	return &http.Response{StatusCode: http.StatusForbidden, Body: http.NoBody, Header: http.Header{}}, nil
}

func TestKindsOfEndpointsReachTheClients(t *testing.T) {
	for name, c := range map[string]struct {
		settings    Settings
		env, config string
		host        string
	}{
		"none":                    {host: "disks.s3.us-east-1.amazonaws.com"},
		"FIPS by a setting":       {settings: Settings{FIPS: true}, host: "disks.s3-fips.us-east-1.amazonaws.com"},
		"dual-stack by a setting": {settings: Settings{DualStack: true}, host: "disks.s3.dualstack.us-east-1.amazonaws.com"},
		"FIPS by the environment": {env: "AWS_USE_FIPS_ENDPOINT", host: "disks.s3-fips.us-east-1.amazonaws.com"},
		"dual-stack by a profile": {config: "use_dualstack_endpoint", host: "disks.s3.dualstack.us-east-1.amazonaws.com"},
		"both, one by each":       {settings: Settings{FIPS: true}, config: "use_dualstack_endpoint", host: "disks.s3-fips.dualstack.us-east-1.amazonaws.com"},
	} {
		t.Run(name, func(t *testing.T) {
			isolate(t)
			if c.env != "" {
				t.Setenv(c.env, "true")
			}
			s := c.settings
			s.Region, s.Profile, s.CredentialsFile = "us-east-1", "build", file(t, "credentials", profiles)
			s.ConfigFile = file(t, "config", "[profile build]\n"+c.config+line(c.config != "", " = true\n"))
			cfg, err := Load(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			a := &asked{}
			cfg.HTTPClient = a
			if _, err := s3.NewFromConfig(cfg).HeadBucket(t.Context(), &s3.HeadBucketInput{Bucket: aws.String("disks")}); err == nil || a.host != c.host {
				t.Fatalf("asked %q, error %v", a.host, err)
			}
		})
	}
}

func line(is bool, text string) string {
	if is {
		return text
	}
	return ""
}
