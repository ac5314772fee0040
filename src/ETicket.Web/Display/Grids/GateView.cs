using ETicket.Families;
using ETicket.Planning.Grids;

namespace ETicket.Web.Display.Grids;

/// <summary>A step before days can be ticked, how far it is, and where the family takes it; nowhere where it waits for the mairie or is done.</summary>
internal sealed record StepView(string Text, string Mark, string? Address = null);

/// <summary>« Avant de cocher » — the steps from a file to an open planning, whichever is missing; none where everything shown is open.</summary>
internal static class GateView
{
    public static IReadOnlyList<StepView> Of(GridPlan plan)
    {
        var closed = (from week in plan.Weeks
                      from child in week.Children
                      from row in child.Rows
                      where !row.Opened
                      select Words.Say("Gate_Right", child.Child.FirstName, row.Activity.Name)).Distinct().ToList();
        if (plan.File is FileState.Validated && closed.Count == 0)
            return [];
        List<StepView> steps =
        [
            plan.File is FileState.ToSend ? Step(Words.Say("Gate_Send"), "Gate_ToDo") with { Address = "/famille/dossier/envoi" } : Step(Words.Say("Gate_Send"), "Gate_Done"),
            Step(Words.Say("Gate_Check"), plan.File switch { FileState.ToSend => "Gate_Later", FileState.Sent => "Gate_Doing", _ => "Gate_Done" }),
        ];
        if (plan.File is FileState.ToComplete)
            steps.Add(Step(Words.Say("Gate_Complete"), "Gate_ToDo") with { Address = "/famille/dossier" });
        steps.Add(Step(
            closed.Count == 0 ? Words.Say("Gate_Open") : Words.Say("Gate_OpenFor", Words.List(closed)),
            closed.Count == 0 ? "Gate_Later" : plan.File is FileState.Validated ? "Gate_Waits" : "Gate_Later"));
        return steps;
    }

    private static StepView Step(string text, string mark) => new(text, Words.Say(mark));
}
