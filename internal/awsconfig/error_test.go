package awsconfig

import (
	"strings"
	"testing"
)

func TestNoErrorQuotesWhatACredentialProcessPrinted(t *testing.T) {
	for name, c := range map[string]struct{ command, want string }{
		"no JSON":         {"echo SecretAccessKey:canary", "invalid character"},
		"another version": {`echo '{"Version": 2, "SecretAccessKey": "canary"}'`, "credential_process"},
		"a wrong type":    {`echo '{"Version": 1, "AccessKeyId": 1, "SecretAccessKey": "canary"}'`, "credential_process"},
		"a failure":       {"echo canary; exit 3", "exit status 3"},
	} {
		t.Run(name, func(t *testing.T) {
			isolate(t)
			config := file(t, "config", "[profile p]\ncredential_process = "+c.command+"\n")
			_, err := ShortLived(t.Context(), Settings{Profile: "p", ConfigFile: config})
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), `"p"`) {
				t.Fatalf("error is %v", err)
			}
			if strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "\n") {
				t.Errorf("error is %q", err)
			}
		})
	}
}
