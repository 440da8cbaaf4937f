package awsconfig

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

const rolesProfile = "[profile build]\nrole_arn = arn:aws:iam::123456789012:role/builder\nsource_profile = base\n" +
	"[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = secret\n"

func TestAProfilesRoleIsAssumedAtTheGivenEndpoint(t *testing.T) {
	isolate(t)
	server := httptest.NewServer(http.HandlerFunc(assumeRole))
	defer server.Close()
	s := Settings{Region: "eu-west-1", Profile: "build", Endpoint: server.URL, ConfigFile: file(t, "aws-config", rolesProfile)}
	cfg, err := Load(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := cfg.Credentials.Retrieve(t.Context())
	if err != nil || keys.AccessKeyID != "ASIAROLE" {
		t.Fatalf("key is %q, %v", keys.AccessKeyID, err)
	}
}

// assumeRole answers as STS does, with keys of an hour.
func assumeRole(w http.ResponseWriter, r *http.Request) {
	if r.FormValue("Action") != "AssumeRole" {
		http.Error(w, "unexpected call", http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "text/xml")
	_, _ = fmt.Fprintf(w, `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/builder/s</Arn><AssumedRoleId>AROA:s</AssumedRoleId></AssumedRoleUser>
<Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>
<Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`, time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
}
