package ec2

import (
	"strings"
	"time"

	"github.com/amikit/amikit/localaws/wire"
)

const (
	unprotected     = "disabled"
	protectedAtOnce = "enabled-without-cooldown"
	protectedCooled = "enabled-with-cooldown"
	coolingDown     = "disabled after "
	cooldown        = 24 * time.Hour
)

func (i image) protection() string {
	if i.Protection == "" {
		return unprotected
	}
	return i.Protection
}

func (i image) protected(now time.Time) bool {
	if end, ok := strings.CutPrefix(i.Protection, coolingDown); ok {
		over, err := time.Parse(time.RFC3339, end)
		return err == nil && now.Before(over)
	}
	return i.protection() != unprotected
}

// protectionResult holds a text, not true.
type protectionResult struct {
	Return string `xml:"return"`
}

// enableProtection https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableImageDeregistrationProtection.html
func enableProtection(r *request) (any, error) {
	kind := protectedAtOnce
	if r.Flag("WithCooldown") {
		kind = protectedCooled
	}
	return r.setProtection(func(*image) string { return kind })
}

// disableProtection https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisableImageDeregistrationProtection.html
func disableProtection(r *request) (any, error) {
	return r.setProtection(func(i *image) string {
		if i.Protection == protectedCooled {
			return coolingDown + r.now.Add(cooldown).UTC().Format(time.RFC3339)
		}
		return unprotected
	})
}

func (r *request) setProtection(choose func(*image) string) (any, error) {
	var result protectionResult
	return &result, r.alterImage(func(i *image) error {
		i.Protection = choose(i)
		result.Return = i.Protection
		return nil
	})
}

// alterImage is what the calls that change one image have in common.
func (r *request) alterImage(change func(*image) error) error {
	id, err := r.namedImage()
	if err != nil {
		return err
	}
	if err := r.permit(r.arn(imageType, id)); err != nil {
		return err
	}
	return r.changeImage(id, change)
}

const maxDeprecationYears = 10

// enableDeprecation https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableImageDeprecation.html
func enableDeprecation(r *request) (any, error) {
	if err := r.need("DeprecateAt"); err != nil {
		return nil, err
	}
	at, err := time.Parse(time.RFC3339, r.Params["DeprecateAt"])
	if err != nil || !r.isLater(at) || at.After(r.now.AddDate(maxDeprecationYears, 0, 0)) {
		return nil, wire.Refuse("InvalidParameterValue",
			"Value (%s) for parameter deprecateAt is invalid. The date must be in the future and within %d years.",
			r.Params["DeprecateAt"], maxDeprecationYears)
	}
	return done{true}, r.alterImage(func(i *image) error {
		i.Deprecated = at.Round(time.Minute)
		return nil
	})
}

// disableDeprecation https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisableImageDeprecation.html
func disableDeprecation(r *request) (any, error) {
	return done{true}, r.alterImage(func(i *image) error {
		i.Deprecated = time.Time{}
		return nil
	})
}
