package policy_test

import (
	"fmt"

	"github.com/amikit/amikit/ami/policy"
)

func ExampleFor() {
	set, err := policy.For(policy.Features{Method: policy.MethodEBS})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range set.Caller.Statement {
		fmt.Println(s.Sid, s.Action)
	}
	// Output:
	// Look [ec2:DescribeImages ec2:DescribeSnapshots]
	// WriteBlocks [ebs:StartSnapshot ebs:PutSnapshotBlock ebs:CompleteSnapshot ec2:CreateTags]
	// Register [ec2:RegisterImage]
	// TagImage [ec2:CreateTags]
}
