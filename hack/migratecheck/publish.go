package main

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"
)

// checkPublish says which image would be registered where.
func checkPublish(c *checkout, r *report) {
	region, bucket := c.settings["REGION"], c.settings["S3_BUCKET"]
	if region == "" {
		r.miss("REGION", "is not in .arg; add REGION=us-east-1 there, or give --REGION behind the target")
		return
	}
	way := "by bucket " + bucket
	if bucket == "" {
		way = "with no bucket, by the EBS direct APIs; CanvOS wanted S3_BUCKET"
	}
	r.build("aws-cloud-image", "an AMI named %s in %s, %s", cmp.Or(c.settings["AMI_NAME"], c.settings["S3_KEY"], "as the raw disk"), region, way)
}

// checkSecrets says which credentials would be used; values are not looked at.
func checkSecrets(c *checkout, r *report) {
	switch {
	case c.secrets["AWS_PROFILE"]:
		checkProfile(r)
	case c.secrets["AWS_ACCESS_KEY_ID"] && c.secrets["AWS_SECRET_ACCESS_KEY"]:
		kind := "keys"
		if c.secrets["AWS_SESSION_TOKEN"] {
			kind = "session"
		}
		r.find(".secret", "holds access keys: earthly.sh gives --CREDENTIALS=%s", kind)
	case c.secrets["AWS_ACCESS_KEY_ID"] || c.secrets["AWS_SECRET_ACCESS_KEY"]:
		r.miss(".secret", "holds one half of an access key; give AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
	default:
		r.change(".secret", "holds no AWS credentials: the environment's or a role's are used, or none")
	}
}

func checkProfile(r *report) {
	home, err := os.UserHomeDir()
	if err != nil {
		r.miss("AWS_PROFILE", "needs ~/.aws, and there is no home folder; set HOME")
		return
	}
	for _, name := range []string{"config", "credentials"} {
		if _, err := os.Stat(filepath.Join(home, ".aws", name)); err == nil {
			r.find("AWS_PROFILE", "works: the files of ~/.aws go along, which CanvOS never did")
			return
		}
	}
	r.miss("AWS_PROFILE", "is named in .secret, and ~/.aws holds neither config nor credentials; run aws configure")
}

// checkIgnores finds settings and secrets that a build context would take along.
func checkIgnores(c *checkout, r *report) {
	for _, ignores := range []string{".earthlyignore", ".dockerignore"} {
		data, err := os.ReadFile(c.path(ignores))
		lines := strings.Fields(string(data))
		for _, name := range []string{".arg", ".secret"} {
			if c.has(name) && (err != nil || !contains(lines, name)) {
				r.change(ignores, "does not list %s, so `COPY . .` takes it along; add the line", name)
			}
		}
	}
}

func contains(lines []string, name string) bool {
	for _, line := range lines {
		if line == name || line == "/"+name || line == "**/"+name {
			return true
		}
	}
	return false
}
