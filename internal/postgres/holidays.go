package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/postgres/sqlc"
)

// seedHolidays adds the bank holidays that come with this binary, after every migration. What somebody has entered or
// corrected stays; a derived date becomes published when this binary knows it to be.
func seedHolidays(ctx context.Context, adminURL string) error {
	conn, err := pgx.Connect(ctx, adminURL)
	if err != nil {
		return fmt.Errorf("postgres: add the bank holidays: %w", err)
	}
	defer conn.Close(ctx) //nolint:errcheck // a failed close of an idle connection changes nothing
	list, err := calendar.BundledHolidays()
	if err != nil {
		return err
	}
	var rows sqlc.SaveHolidaysParams
	for _, h := range list {
		date, err := time.Parse(time.DateOnly, h.Date)
		if err != nil {
			return err
		}
		rows.Nations, rows.Dates = append(rows.Nations, string(h.Nation)), append(rows.Dates, pgtype.Date{Time: date, Valid: true})
		rows.Names, rows.Statuses = append(rows.Names, h.Name), append(rows.Statuses, string(h.Status))
	}
	if _, err := sqlc.New(conn).SaveHolidays(ctx, rows); err != nil {
		return fmt.Errorf("postgres: add the bank holidays: %w", err)
	}
	return nil
}
