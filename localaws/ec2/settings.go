package ec2

type encryptionByDefault struct {
	Enabled bool `xml:"ebsEncryptionByDefault"`
}

// getEncryptionByDefault https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetEbsEncryptionByDefault.html
func getEncryptionByDefault(r *request) (any, error) {
	if err := r.permit(); err != nil {
		return nil, err
	}
	return encryptionByDefault{r.encryptByDefault()}, nil
}

func (r *request) encryptByDefault() bool {
	return r.Service.Account.EncryptedByDefault(r.caller(), r.Region)
}

func (r *request) publicBlocked() bool {
	return r.Service.Account.PublicSharingBlocked(r.caller(), r.Region)
}

type imageBlockPublicAccess struct {
	State     string `xml:"imageBlockPublicAccessState"`
	ManagedBy string `xml:"managedBy"`
}

// getImageBlockPublicAccess https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetImageBlockPublicAccessState.html
func getImageBlockPublicAccess(r *request) (any, error) {
	if err := r.permit(); err != nil {
		return nil, err
	}
	state := "unblocked"
	if r.publicBlocked() {
		state = "block-new-sharing"
	}
	return imageBlockPublicAccess{state, "account"}, nil
}

type snapshotBlockPublicAccess struct {
	State     string `xml:"state"`
	ManagedBy string `xml:"managedBy"`
}

// getSnapshotBlockPublicAccess https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetSnapshotBlockPublicAccessState.html
func getSnapshotBlockPublicAccess(r *request) (any, error) {
	if err := r.permit(); err != nil {
		return nil, err
	}
	state := "unblocked"
	if r.publicBlocked() {
		state = "block-all-sharing"
	}
	return snapshotBlockPublicAccess{state, "account"}, nil
}
