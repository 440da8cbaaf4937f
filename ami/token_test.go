package ami

import "testing"

func TestATokenIsTheSameOnlyForTheSameRequest(t *testing.T) {
	tags := map[string]string{"amikit:disk": "a", "amikit:size": "1"}
	first := clientToken(tags, 0, "import", "eu-west-1", "key")
	if len(first) > 64 {
		t.Fatalf("token has %d characters", len(first))
	}
	if first != clientToken(map[string]string{"amikit:size": "1", "amikit:disk": "a"}, 0, "import", "eu-west-1", "key") {
		t.Fatal("the same request has another token")
	}
	for what, other := range map[string]string{
		"attempt": clientToken(tags, 1, "import", "eu-west-1", "key"),
		"request": clientToken(tags, 0, "import", "eu-west-1", "other"),
		"tag":     clientToken(map[string]string{"amikit:disk": "b", "amikit:size": "1"}, 0, "import", "eu-west-1", "key"),
		"border":  clientToken(tags, 0, "import", "eu-west-1key"),
	} {
		if other == first {
			t.Errorf("another %s has the same token", what)
		}
	}
}
