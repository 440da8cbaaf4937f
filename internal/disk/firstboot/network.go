package firstboot

import (
	"regexp"
	"strings"
)

// checkNetwork warns where nothing seems to ask for an address.
func checkNetwork(s System) []Finding {
	for _, program := range []string{
		"usr/bin/cloud-init", "usr/sbin/NetworkManager", "usr/sbin/netplan", "usr/sbin/dhcpcd", "usr/sbin/wicked",
		"usr/sbin/connmand", "usr/bin/connmand", "usr/sbin/udhcpc",
	} {
		if _, err := s.Root.File(program); err == nil {
			return nil
		}
	}
	if hasNetworkd(s) || hasInterfaces(s) {
		return nil
	}
	return warning("nothing asks for an address by DHCP: neither cloud-init, NetworkManager, netplan or dhcpcd, nor an enabled systemd-networkd with a .network file of DHCP=yes, nor /etc/network/interfaces; the instance would have no network")
}

var (
	networkdDHCP = regexp.MustCompile(`(?m)^\s*DHCP\s*=\s*(yes|true|ipv4|ipv6|both)\b`)
	ifupdownDHCP = regexp.MustCompile(`(?m)^\s*iface\s+\S+\s+inet6?\s+(dhcp|auto)\b`)
)

func hasNetworkd(s System) bool {
	wanted := false
	for _, folder := range []string{"multi-user.target.wants", "network-online.target.wants", "sockets.target.wants"} {
		for _, file := range s.Root.Glob("etc/systemd/system/"+folder, "systemd-networkd*") {
			wanted = wanted || file.Path != ""
		}
	}
	return wanted && (matches(s, "etc/systemd/network", "*.network", networkdDHCP) || matches(s, "usr/lib/systemd/network", "*.network", networkdDHCP))
}

func hasInterfaces(s System) bool {
	return matches(s, "etc/network", "interfaces", ifupdownDHCP) || matches(s, "etc/network/interfaces.d", "*", ifupdownDHCP)
}

func matches(s System, dir, pattern string, want *regexp.Regexp) bool {
	for _, file := range s.Root.Glob(dir, pattern) {
		if text, err := s.Root.Read(file.Path); err == nil && want.Match(text) {
			return true
		}
	}
	return false
}

var datasourceList = regexp.MustCompile(`(?m)^\s*datasource_list\s*:(.*)$`)

// checkDatasource warns where cloud-init was told to look at other clouds alone;
// the last file counts.
func checkDatasource(s System) []Finding {
	list, from := "", ""
	for _, file := range append(s.Root.Glob("etc/cloud/cloud.cfg.d", "*.cfg"), s.Root.Glob("etc/cloud", "cloud.cfg")...) {
		text, err := s.Root.Read(file.Path)
		if found := datasourceList.FindSubmatch(text); err == nil && found != nil && list == "" {
			list, from = strings.TrimSpace(string(found[1])), file.Path
		}
	}
	if list == "" || strings.Contains(list, "Ec2") {
		return nil
	}
	return warning("/%s limits cloud-init to %s, and EC2's data source is Ec2; add it there", from, list)
}
