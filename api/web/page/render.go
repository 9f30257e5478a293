package page

import (
	"bytes"
	"embed"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/auth"
	"evidencedesk/internal/postgres"
)

//go:embed *.gohtml
var files embed.FS

// View is a page to show.
type View struct {
	Title   string // what the page is; the name of the service is added
	Current string // the address of the entry of the navigation under which it lies
	Back    string // the address of the page before, when there is one to go back to
	BackTo  string // words for it; "Back" when empty
	Wide    bool   // for tables: the whole width
	Plain   bool   // without navigation, for questions asked one at a time
	Form    *Form  // whose errors are summed up at the top
	Data    any    // what the template shows
}

// templates are the pages of an area by name.
type templates map[string]*template.Template

const templatesKey = "templates"

// parse reads the pages of an area. Each is a template of its own over the layout, the components and the area's partials.
func parse(k *Kit, area fs.FS) templates {
	base := template.Must(k.base.Clone())
	names, err := fs.Glob(area, "*.gohtml")
	if err != nil {
		panic("page: " + err.Error())
	}
	var partials, pages []string
	for _, name := range names {
		switch {
		case name == "layout.gohtml":
		case strings.HasPrefix(name, "_"):
			partials = append(partials, name)
		default:
			pages = append(pages, name)
		}
	}
	if len(partials) > 0 {
		base = template.Must(base.ParseFS(area, partials...))
	}
	set := templates{}
	for _, name := range pages {
		one := template.Must(template.Must(base.Clone()).ParseFS(area, name))
		if one.Lookup("main") == nil {
			panic("page: " + name + " does not define main")
		}
		set[strings.TrimSuffix(path.Base(name), ".gohtml")] = one
	}
	return set
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Show answers with the page of the named template of the area, status 200.
func (v *Visit) Show(name string, view View) error {
	return v.show(http.StatusOK, v.area(), name, view)
}

// Again shows a form again with what is wrong in it, status 422.
func (v *Visit) Again(name string, view View) error {
	return v.show(http.StatusUnprocessableEntity, v.area(), name, view)
}

// Conflict shows a form again beside what somebody else saved in between, status 409.
func (v *Visit) Conflict(name string, view View) error {
	return v.show(http.StatusConflict, v.area(), name, view)
}

func (v *Visit) area() templates {
	set, _ := v.MustGet(templatesKey).(templates)
	return set
}

// show renders into memory first: a page is sent whole or not at all.
func (v *Visit) show(status int, set templates, name string, view View) error {
	t, ok := set[name]
	if !ok {
		panic("page: there is no template " + name)
	}
	b, _ := buffers.Get().(*bytes.Buffer)
	defer func() {
		b.Reset()
		buffers.Put(b)
	}()
	if err := t.ExecuteTemplate(b, "layout", v.layout(view)); err != nil {
		return err
	}
	v.Header("Cache-Control", "private, no-store")
	v.Data(status, "text/html; charset=utf-8", b.Bytes())
	return nil
}

// visit makes the visit of a request.
func (k *Kit) visit(c *gin.Context) *Visit {
	me, ok := auth.From(c.Request.Context())
	if c.Request.Method == http.MethodGet {
		c.Request = c.Request.WithContext(postgres.OnePage(c.Request.Context()))
	}
	return &Visit{Context: c, Kit: k, Me: me, SignedIn: ok}
}
