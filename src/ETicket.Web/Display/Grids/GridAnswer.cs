using ETicket.Planning;
using ETicket.Wallets;

namespace ETicket.Web.Display.Grids;

/// <summary>« Réponse au script » — the weeks shown, whole, as they stand, so that the script shows nothing it was not told.</summary>
internal static class GridAnswer
{
    public static object Of(GridView grid, IEnumerable<Booklet> booklets, IReadOnlyList<RefusedView> refused, UndoView undo, string seen) => new
    {
        cells = grid.Rows.SelectMany(r => r.Cells).Where(c => c.State is not CellState.Closed).Select(c => new { c.Id, State = c.State.ToString(), c.Label, c.Title, c.Value, c.Field }),
        actions = grid.Actions,
        notes = grid.Rows.Select(r => new { Id = r.Id + "m", Text = r.Limit }).Concat(grid.Rows.Where(r => r.Tickets is not null).Select(r => new { Id = r.Id + "t", Text = r.Tickets! })),
        booklets = booklets.Select(BookletView.Of),
        refused,
        undo,
        seen,
    };
}
