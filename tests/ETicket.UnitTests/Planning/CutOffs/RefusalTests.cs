using ETicket.Catalogue.Calendar;
using ETicket.Kernel;
using ETicket.Planning.CutOffs;

namespace ETicket.UnitTests.Planning.CutOffs;

public sealed class RefusalTests
{
    [Fact]
    public void Every_refusal_of_calendars_and_cut_offs_has_its_sentence()
    {
        string?[] folders = [typeof(SchoolZoneNotFound).Namespace, typeof(ImpossibleHour).Namespace];
        var refusals = typeof(Refusal).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Refusal)) && folders.Contains(type.Namespace)).ToList();
        Assert.Equal(16, refusals.Count);
        Assert.All(refusals, refusal => Assert.False(string.IsNullOrWhiteSpace(Refusal.FindText(refusal)), refusal.Name));
    }
}
