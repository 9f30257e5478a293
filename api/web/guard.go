package web

import (
	"embed"
	"net/http"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/web/page"
)

// registerGuard serves the rules of the identifier guard to the script that reads along while somebody types.
func registerGuard(k *page.Kit, r gin.IRouter) {
	k.Area(r, embed.FS{}).Get("/identifier-guard.json", page.Anyone, func(v *page.Visit) error {
		var rules []byte
		if err := v.Read("/identifier-guard", &rules); err != nil {
			return err
		}
		v.Header("Cache-Control", "public, max-age=3600")
		v.Data(http.StatusOK, "application/json", rules)
		return nil
	})
}
