package page

// ShowAs is Show with another status, such as 404 or 410 for the link of a letter that leads nowhere any more: it deserves a page
// of its own.
func (v *Visit) ShowAs(status int, name string, view View) error {
	return v.show(status, v.area(), name, view)
}
