using ETicket.Tresor.Operations;

namespace ETicket.Tresor.Control;

/// <summary>« réglages et horloge » — the switches of all operations or of one, given as a whole, and the clock where it may be set.</summary>
internal sealed class SettingsDoor(SwitchBoard board, SettableClock clock, OperationBook book)
{
    private const string Home = "/controle";

    /// <summary>A clock outside these years is a typing mistake.</summary>
    private static readonly (int First, int Last) Years = (2000, 2100);

    public void Map(IEndpointRouteBuilder control)
    {
        control.MapGet("/reglages", () => ControlJson.Answer(board.Common));
        control.MapPost("/reglages", (HttpRequest request) => ApplyAsync(request, Home, switches => board.Common = switches));
        control.MapGet("/operations/{idop}/reglages", (string idop) => Known(idop) ? ControlJson.Answer(board.For(idop)) : Results.NotFound());
        control.MapPost("/operations/{idop}/reglages", (string idop, HttpRequest request) => Known(idop)
            ? ApplyAsync(request, PageOf(idop), switches => board.Set(idop, switches))
            : Task.FromResult(Results.NotFound()));
        control.MapDelete("/operations/{idop}/reglages", (string idop, HttpRequest request) => Forget(idop, request));
        // A form cannot DELETE.
        control.MapPost("/operations/{idop}/reglages/communs", (string idop, HttpRequest request) => Forget(idop, request));
        control.MapGet("/horloge", () => ControlJson.Answer(Told()));
        control.MapPost("/horloge", SetClockAsync);
    }

    private static string PageOf(string idOp) => $"{Home}/operations/{idOp}";

    private bool Known(string idOp)
    {
        try
        {
            return book.Find(idOp) is not null;
        }
        catch (Anomaly)
        {
            return false;
        }
    }

    /// <summary>400 for what is no switch, and nothing changes.</summary>
    private static async Task<IResult> ApplyAsync(HttpRequest request, string page, Action<Switches> apply)
    {
        if (await ControlJson.ReadAsync<Switches>(request) is not { AreSound: true } switches)
            return Results.BadRequest();
        apply(switches);
        return ControlJson.Done(request, page, switches);
    }

    private IResult Forget(string idOp, HttpRequest request)
    {
        if (!Known(idOp))
            return Results.NotFound();
        board.Forget(idOp);
        return ControlJson.Done(request, PageOf(idOp), board.Common);
    }

    private object Told() => new { Maintenant = clock.GetUtcNow(), Avance = (long)Math.Round(clock.Ahead.TotalSeconds), Reglable = clock.IsSettable };

    /// <summary>404 where the clock is held, 400 for an hour that has no sense.</summary>
    private async Task<IResult> SetClockAsync(HttpRequest request)
    {
        if (!clock.IsSettable)
            return Results.NotFound();
        if (await ControlJson.ReadAsync<Hour>(request) is not { } wish || !Set(wish))
            return Results.BadRequest();
        return ControlJson.Done(request, Home, Told());
    }

    private bool Set(Hour wish)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset? to = wish switch
        {
            { Maintenant: { } then, Avancer: null, Vers: null } => then,
            { Maintenant: null, Avancer: >= -Hour.Most and <= Hour.Most, Vers: null } => now.AddMinutes(wish.Avancer.Value),
            { Maintenant: null, Avancer: null, Vers: "nuit" } => ParisClock.NextPurge(now),
            { Maintenant: null, Avancer: null, Vers: "reelle" } => now - clock.Ahead,
            _ => null,
        };
        if (to is not { } hour || hour.Year < Years.First || hour.Year > Years.Last)
            return false;
        if (wish.Vers == "reelle")
            clock.SetAhead(TimeSpan.Zero);
        else
            clock.Set(hour);
        return true;
    }

    /// <summary>One of: an instant, minutes to add, or « nuit » (just after the next purge) or « reelle » (the real hour).</summary>
    private sealed record Hour(DateTimeOffset? Maintenant, int? Avancer, string? Vers)
    {
        /// <summary>Ten years in minutes.</summary>
        public const int Most = 10 * 366 * 24 * 60;
    }
}
