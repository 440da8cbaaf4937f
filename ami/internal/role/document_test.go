package role

import (
	"net/url"
	"testing"
)

func TestADocumentIsReadInBothOfItsForms(t *testing.T) {
	for name, text := range map[string]string{
		"lists":  `{"Statement":[{"Effect":"Allow","Action":["s3:Get*"],"Resource":["arn:aws:s3:::disks/*"]}]}`,
		"single": `{"Statement":{"Effect":"Allow","Action":"S3:GetObject","Resource":"*"}}`,
	} {
		if !allows(parse(url.PathEscape(text)), Need{"s3:GetObject", "arn:aws:s3:::disks/images/disk.raw"}) {
			t.Errorf("%s: the permission is not seen", name)
		}
	}
}

func TestWhatIsNotAllowed(t *testing.T) {
	need := Need{"s3:GetObject", "arn:aws:s3:::disks/disk.raw"}
	for name, text := range map[string]string{
		"another bucket":                 `{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::other/*"}]}`,
		"the bucket but not its objects": `{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::disks"}]}`,
		"a denial beside":                `{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Deny","Action":"s3:GetObject","Resource":"*"}]}`,
		"no policy":                      `nothing`,
	} {
		if allows(parse(text), need) {
			t.Errorf("%s: it is taken for allowed", name)
		}
	}
}

func TestTrust(t *testing.T) {
	for text, want := range map[string]bool{
		`{"Statement":[{"Effect":"Allow","Principal":{"Service":"vmie.amazonaws.com"}}]}`:                                                                 true,
		`{"Statement":[{"Effect":"Allow","Principal":{"Service":["ec2.amazonaws.com","vmie.amazonaws.com.cn"]}}]}`:                                        true,
		`{"Statement":[{"Effect":"Allow","Principal":{"Service":"vmie.amazonaws.com"},"Condition":{"StringEquals":{"sts:ExternalId":"somebody else"}}}]}`: false,
		`{"Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"}}]}`:                                                                  false,
	} {
		if trusts(url.PathEscape(text)) != want {
			t.Errorf("%s: want %v", text, want)
		}
	}
}
