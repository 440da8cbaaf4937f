package policy

// callerStatements is what the user or role that runs amikit needs.
func callerStatements(f Features) []Statement {
	statements := []Statement{look(f)}
	if f.Method == MethodS3 {
		statements = append(statements, upload(f)...)
		statements = append(statements, importSnapshot(f)...)
	} else {
		statements = append(statements, writeBlocks(f))
		statements = append(statements, keepIndex(f)...)
	}
	if f.ReadBack {
		statements = append(statements, readBlocks(f))
	}
	statements = append(statements, register(f)...)
	if f.Replace {
		statements = append(statements, replace(f))
	}
	if f.Diagnose {
		statements = append(statements, allow("Check", []string{"ec2:DescribeRegions", "ec2:GetEbsEncryptionByDefault", "servicequotas:GetServiceQuota", "servicequotas:GetAWSDefaultServiceQuota"}, "*"))
	}
	if f.Diagnose && f.Method == MethodS3 {
		statements = append(statements, diagnose(f))
	}
	if f.Method == MethodS3 && f.Role != defaultRole {
		statements = append(statements, passRole(f))
	}
	return append(statements, useKeys(f)...)
}

// look has no resource of its own: EC2's Describe calls know none.
func look(f Features) Statement {
	actions := []string{"ec2:DescribeImages", "ec2:DescribeSnapshots"}
	if f.Method == MethodS3 {
		actions = append(actions, "ec2:DescribeImportSnapshotTasks")
	}
	if f.UEFIData {
		actions = append(actions, "ec2:DescribeImageAttribute")
	}
	return allow("Look", actions, "*")
}

func upload(f Features) []Statement {
	return []Statement{
		allow("FindUploads", []string{"s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:GetBucketLocation"}, f.bucketARN()),
		allow("Upload", []string{
			"s3:PutObject", "s3:GetObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts",
		}, f.bucketARN()+"/*"),
	}
}

func importSnapshot(f Features) []Statement {
	task := "arn:" + f.Partition + ":ec2:*:*:import-snapshot-task/*"
	return []Statement{
		allow("Import", []string{"ec2:ImportSnapshot"}, task, f.ec2ARN("snapshot")),
		allow("TagImport", []string{"ec2:CreateTags"}, task, f.ec2ARN("snapshot")),
	}
}

func writeBlocks(f Features) Statement {
	return allow("WriteBlocks", []string{
		"ebs:StartSnapshot", "ebs:PutSnapshotBlock", "ebs:CompleteSnapshot", "ec2:CreateTags",
	}, f.ec2ARN("snapshot"))
}

func readBlocks(f Features) Statement {
	return allow("ReadBlocks", []string{"ebs:ListSnapshotBlocks", "ebs:GetSnapshotBlock"}, f.ec2ARN("snapshot"))
}

// keepIndex is for the objects that say what earlier snapshots hold.
func keepIndex(f Features) []Statement {
	if f.Bucket == "" {
		return nil
	}
	return []Statement{
		allow("FindIndexes", []string{"s3:ListBucket"}, f.bucketARN()),
		allow("KeepIndexes", []string{"s3:GetObject", "s3:PutObject", "s3:DeleteObject"}, f.bucketARN()+"/*amikit-index-*"),
	}
}

// register covers both resources that RegisterImage is checked for.
func register(f Features) []Statement {
	return []Statement{
		allow("Register", []string{"ec2:RegisterImage"}, f.ec2ARN("image"), f.ec2ARN("snapshot")),
		allow("TagImage", []string{"ec2:CreateTags"}, f.ec2ARN("image")),
	}
}

func replace(f Features) Statement {
	return allow("Replace", []string{"ec2:DeregisterImage", "ec2:DeleteSnapshot"}, f.ec2ARN("image"), f.ec2ARN("snapshot"))
}

func diagnose(f Features) Statement {
	return allow("ReadImportRole", []string{
		"iam:GetRole", "iam:SimulatePrincipalPolicy", "iam:ListRolePolicies", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies",
	}, "arn:"+f.Partition+":iam::*:role/"+f.Role)
}

// passRole is needed where the import names its role.
func passRole(f Features) Statement {
	s := allow("PassImportRole", []string{"iam:PassRole"}, "arn:"+f.Partition+":iam::*:role/"+f.Role)
	s.Condition = map[string]any{"StringEquals": map[string]string{"iam:PassedToService": "vmie.amazonaws.com"}}
	return s
}

// useKeys are for the snapshot's key, by which VM Import also encrypts, and for the
// object's, by which it reads (Amazon S3 User Guide, "Uploading and copying objects
// with multipart upload", permissions with AWS KMS).
func useKeys(f Features) (statements []Statement) {
	if f.KMSKey != "" {
		statements = append(statements, allow("UseKey", []string{
			"kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*",
		}, f.KMSKey))
	}
	if f.SSEKMSKey != "" && f.Bucket != "" {
		statements = append(statements, allow("UseObjectKey", []string{"kms:Decrypt", "kms:GenerateDataKey"}, f.SSEKMSKey))
	}
	return statements
}

// trustStatement carries the external ID that VM Import presents.
// See https://docs.aws.amazon.com/vm-import/latest/userguide/required-permissions.html.
func trustStatement() Statement {
	return Statement{
		Sid:       "VMImport",
		Effect:    "Allow",
		Principal: map[string]string{"Service": "vmie.amazonaws.com"},
		Action:    []string{"sts:AssumeRole"},
		Condition: map[string]any{"StringEquals": map[string]string{"sts:Externalid": "vmimport"}},
	}
}

// roleStatements is what VM Import does in the role's name, by the same document.
func roleStatements(f Features) []Statement {
	statements := []Statement{
		allow("ReadDisk", []string{"s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket"}, f.bucketARN(), f.bucketARN()+"/*"),
		allow("MakeSnapshot", []string{"ec2:ModifySnapshotAttribute", "ec2:CopySnapshot", "ec2:RegisterImage", "ec2:Describe*"}, "*"),
	}
	return append(statements, useKeys(f)...)
}
