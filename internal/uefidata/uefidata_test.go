package uefidata

import "testing"

func TestAFileHoldsTheTextOrWhatItEncodes(t *testing.T) {
	for content, want := range map[string]string{
		"QUJD": "QUJD", "QUJD\n": "QUJD", "QU\r\nJD\r\n": "QUJD", "AB\xffC": "QUL/Qw==", "AMZNUEFI!": "QU1aTlVFRkkh", "": "",
	} {
		if got := Text([]byte(content)); got != want {
			t.Errorf("%q gives %q, not %q", content, got, want)
		}
	}
}
