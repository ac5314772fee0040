using ETicket.Kernel;
using ETicket.Planning;

namespace ETicket.Web.Display.Grids;

/// <summary>One cell as drawn and as told to the script: its state, its words, what a click would ask (null: nothing) and under which name.</summary>
internal sealed record CellView(string Id, CellState State, string Label, string? Title, string? Value)
{
    /// <summary>A click ticks or unticks; where no place is left, it enters the queue or leaves it.</summary>
    public string Field => State is CellState.Full or CellState.Waiting ? "attente" : "voeux";

    public static CellView Of(PlanRow row, PlanCell cell, string service, string child, string twin)
    {
        var id = GridView.CellId(row.Child, row.Activity.Id, cell.Day) + (cell.State is CellState.Closed ? twin : "");
        var deadline = cell.Deadline is { } at ? French.Deadline(at) : "";
        if (IsOpen(cell))
        {
            var label = Words.Say($"Cell_{cell.State}", service, French.Day(cell.Day), child, deadline);
            return new CellView(id, cell.State, label, Words.Say("Title_Until", deadline), WishCode.Write([Wish(row, cell, cell.State is CellState.Free)]));
        }
        if (cell.State is CellState.Full or CellState.Waiting)
        {
            var label = Words.Say($"Cell_{cell.State}", service, French.Day(cell.Day), child, cell.Rank);
            return new CellView(id, cell.State, label, Words.Say($"Title_{cell.State}", cell.Rank), WishCode.Write([Wish(row, cell, cell.State is CellState.Full)]));
        }
        var closed = cell.ClosedFor is { Length: > 0 } reason ? Words.Say("Cell_ClosedFor", reason) : Words.Say(cell.TickedThere ? "Cell_OtherHomeTicked" : $"Cell_{cell.State}");
        return new CellView(id, cell.State, closed, cell.Deadline is null || cell.State is CellState.NotOpened ? closed : Words.Say("Title_Passed", deadline), null);
    }

    public static bool IsOpen(PlanCell cell) => cell.State is CellState.Free or CellState.Ticked;

    public static DayWish Wish(PlanRow row, PlanCell cell, bool wanted) => new(row.Child, row.Activity.Id, cell.Day, wanted);
}
