using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Planning.Grids;

namespace ETicket.Web.Display.Grids;

/// <summary>
/// « C’est enregistré. Annuler le dernier clic » — the bar after a click: what it says (null: nothing, there is no bar), what was left as it is or what somebody else had done meanwhile, and
/// the key to undo (null: no button).
/// </summary>
internal sealed record UndoView(string? Key, string? Said, string? Left)
{
    public static readonly UndoView None = new(null, null, null);

    public static UndoView Of(Guid key, LastClick click, IReadOnlyList<LastWord> others)
    {
        var (bar, told) = (Of(key, click), LastWords.Of(others));
        return told is null ? bar : bar.Said is null ? bar with { Said = told } : bar with { Left = bar.Left is null ? told : $"{bar.Left} {told}" };
    }

    /// <summary>« Modifiable jusqu'à … » — the first limit of the cells just clicked, for a finger has no title to hover over; nothing where somebody else's change is to be told.</summary>
    public UndoView WithLimit(GridPlan plan, LastClick click)
    {
        var limit = click.Cells.Where(c => c.AsLeft).Select(c => plan.RowOf(c.Back.Child, c.Back.Activity, c.Back.Day)?.Cells.FirstOrDefault(d => d.Day == c.Back.Day)?.Deadline).Min();
        return Key is null || Left is not null || limit is not { } until ? this : this with { Left = Words.Say("Undo_Until", French.Deadline(until)) };
    }

    private static UndoView Of(Guid key, LastClick click)
    {
        if (click.CanBeUndone)
            return new UndoView(key.ToString("N"), Words.Say("Undo_Saved"), null);
        var undone = click.Cells.Where(c => c.Undone is not null).ToList();
        var back = undone.Count(c => c.Undone is Verdict.Held or Verdict.Released or Verdict.Unchanged);
        if (back == 0)
            return None;
        var left = click.Left.Count == 0 ? null : Words.Say("Undo_Left", Words.List([.. click.Left.Select(French.ShortDay)]));
        return new UndoView(null, Words.Say(back == undone.Count ? "Undo_Done" : "Undo_Partly"), left);
    }
}
