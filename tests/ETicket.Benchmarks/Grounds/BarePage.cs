using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ETicket.Benchmarks.Grounds;

/// <summary>The yardstick of a page: Kestrel, one query of what the page is about, and as many bytes, made once for all.</summary>
internal sealed class BarePage(WebApplication app) : IAsyncDisposable
{
    public Uri Address { get; } = new(app.Urls.First());

    public static async Task<BarePage> StartAsync(NpgsqlDataSource source, Guid family, DateOnly monday, int bytes, CancellationToken stop)
    {
        var page = new byte[bytes];
        Array.Fill(page, (byte)'x');
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/", async (HttpContext context) =>
        {
            await using var command = source.CreateCommand(
                """
                select b.child_id, b.activity_id, b.day, b.state from family_child fc join booking b on b.structure_id = fc.structure_id and b.child_id = fc.child_id
                where fc.family_id = $1 and b.day between $2 and $3
                """);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = family });
            command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = monday });
            command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = monday.AddDays(27) });
            await using var reader = await command.ExecuteReaderAsync(context.RequestAborted);
            while (await reader.ReadAsync(context.RequestAborted))
                _ = reader.GetGuid(0);
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.Body.WriteAsync(page, context.RequestAborted);
        });
        await app.StartAsync(stop);
        return new BarePage(app);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
