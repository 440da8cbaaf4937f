package amicmd

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/sirupsen/logrus"
	"golang.org/x/sync/errgroup"

	"github.com/amikit/amikit/ami"
	"github.com/amikit/amikit/internal/awsconfig"
	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
)

// session is a verb's settings, parsed.
type session struct {
	environment Environment
	options     ami.Options
	settings    awsconfig.Settings
	s3          []func(*s3.Options)
	invalid     error // every setting that does not parse
	log         *logrus.Logger
	reporter    reporter
}

// with does what a verb is for, with its session. The log of one that failed ends
// with why, where it is for programs.
func (e Environment) with(flags func(string) string, do func(*session) error) error {
	s, err := e.session(flags)
	if err != nil {
		return err
	}
	err = stopped(do(s))
	s.reporter.close()
	return tell(s.log, err)
}

func (e Environment) session(flags func(string) string) (*session, error) {
	values, warnings, err := e.settings(flags)
	if err != nil {
		return nil, err
	}
	log, err := newLogger(e.Stderr, values)
	if err != nil {
		return nil, err
	}
	for _, warning := range warnings {
		log.Warn(warning)
	}
	s := &session{environment: e, log: log, settings: e.awsSettings(values, log)}
	if s.reporter, err = newReporter(e, values, log); err != nil {
		return nil, err
	}
	s.options, s.invalid = optionsFrom(values, e)
	s.s3 = s3Options(values)
	s.options.Reporter = s.reporter
	return s, nil
}

// withDisk opens AWS while it opens the disk, and does what is to be done with both.
func (s *session) withDisk(ctx context.Context, path string, do func(ami.Disk, ami.Options) error) (err error) {
	d, err := s.open(ctx, path)
	if d != nil {
		defer func() { err = errors.Join(err, d.Close()) }()
	}
	if err != nil {
		return err
	}
	return do(d.Disk, s.options)
}

// open opens both. Credentials that are missing end the reading of a big disk. Where
// both fail it is the disk's error that is told, whichever came first: the same
// mistakes get the same line. The disk may be open behind an error.
func (s *session) open(ctx context.Context, path string) (d *ami.OpenedDisk, err error) {
	var unread error
	opening, untilFailed := errgroup.WithContext(ctx)
	opening.Go(func() error {
		d, unread = ami.OpenDisk(untilFailed, path, s.environment.Getenv(step.TrustEnv) == "true", s.reporter)
		return unread
	})
	opening.Go(func() error { return s.connect(untilFailed) })
	err = opening.Wait()
	if unread != nil && !errors.Is(unread, context.Canceled) {
		return d, unread
	}
	return d, err
}

func (s *session) connect(ctx context.Context) error {
	cfg, err := awsconfig.Load(ctx, s.settings)
	if err != nil {
		return err
	}
	s.options.Services = ami.Connect(cfg, ami.Endpoints{
		S3:  s.settings.Endpoints[option.EndpointURLS3],
		EC2: s.settings.Endpoints[option.EndpointURLEC2],
		EBS: s.settings.Endpoints[option.EndpointURLEBS],
		IAM: s.settings.Endpoints[option.EndpointURLIAM],
		STS: s.settings.Endpoints[option.EndpointURLSTS],
	}, s.s3...)
	return nil
}

// validate reports every problem that can be seen without disk and AWS.
func (s *session) validate() error {
	return problems(s.invalid, s.options.Validate(), s.settings.Validate())
}

// checkRegion is for verbs that need no other setting.
func (s *session) checkRegion() error {
	var missing error
	if s.options.Region == "" {
		missing = &ami.MissingError{Settings: []string{option.Region}}
	}
	return problems(s.invalid, missing, s.settings.Validate())
}

// connectIn is for verbs that need a region and no disk.
func (s *session) connectIn(ctx context.Context) error {
	if err := s.checkRegion(); err != nil {
		return err
	}
	return s.connect(ctx)
}

// awsSettings adds the log: the warnings now, each call at the level debug.
func (e Environment) awsSettings(values option.Values, log *logrus.Logger) awsconfig.Settings {
	settings := awsconfig.FromEnvironment(values, e.Getenv, e.Secrets)
	for _, warning := range settings.Warnings() {
		log.Warn(warning)
	}
	if log.IsLevelEnabled(logrus.DebugLevel) {
		settings.OnCall = func(c awsconfig.Call) {
			log.Debugf("%s %s: %s, request %s, %s", c.Service, c.Operation, cmp.Or(c.Code, "ok"), cmp.Or(c.RequestID, "unknown"), c.Duration.Round(time.Millisecond))
		}
	}
	return settings
}

// problems puts all errors into one on one line; several mean several mistakes of
// the user's, which are all told at once.
func problems(errs ...error) error {
	var all ami.Problems
	for _, err := range errs {
		var several interface{ Unwrap() []error }
		switch {
		case err == nil:
		case errors.As(err, &several):
			all = append(all, several.Unwrap()...)
		default:
			all = append(all, err)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return fmt.Errorf("%w", all)
}

// stopped says how to go on behind a run that was cancelled.
func stopped(err error) error {
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("stopped: %w; run again to go on, what is done is found again", err)
	}
	return err
}
