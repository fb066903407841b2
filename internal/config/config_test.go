package config_test

import "slices"

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}
