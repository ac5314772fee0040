using System.Globalization;
using System.Resources;
using System.Text.Encodings.Web;
using System.Text.Json;
using ETicket.Kernel;
using Npgsql;

namespace ETicket.Mail.Pushes;

/// <summary>
/// « Sonnette » — tells the devices of one adult that a message waits, and nothing of what it says: it travels through a service that is not ours, and shows on a locked screen. Rung by the
/// postman instead of a letter; where no device took it, the letter leaves by mail.
/// </summary>
internal sealed class PushBell(NpgsqlDataSource worker, IPushTransport transport)
{
    private static readonly ResourceManager Book = new("ETicket.Mail.Pushes.Words", typeof(PushBell).Assembly);
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What a notification says, whatever it is about.</summary>
    public static string Words { get; } = JsonSerializer.Serialize(new { title = Say("Title"), body = Say("Body") }, Readable);

    /// <summary>True once a device has it. A device its service knows no more is forgotten.</summary>
    public async Task<bool> RingAsync(StructureId structure, GuardianId guardian, CancellationToken stop)
    {
        var taken = false;
        foreach (var (id, address) in await DevicesAsync(structure, guardian, stop))
        {
            var answer = await transport.SendAsync(address, Words, stop);
            taken |= answer is PushAnswer.Taken;
            if (answer is PushAnswer.Gone)
                await ForgetAsync(structure, id);
        }
        return taken;
    }

    private async Task<IReadOnlyList<(Guid Id, PushAddress Address)>> DevicesAsync(StructureId structure, GuardianId guardian, CancellationToken stop)
    {
        await using var command = worker.CreateCommand("select id, endpoint, public_key, secret from push_subscription where structure_id = $1 and guardian_id = $2 order by made_at");
        command.Parameters.Add(new() { Value = structure.Value });
        command.Parameters.Add(new() { Value = guardian.Value });
        var devices = new List<(Guid, PushAddress)>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            devices.Add((reader.GetGuid(0), new(reader.GetString(1), reader.GetString(2), reader.GetString(3))));
        return devices;
    }

    private async Task ForgetAsync(StructureId structure, Guid id)
    {
        await using var command = worker.CreateCommand("delete from push_subscription where structure_id = $1 and id = $2");
        command.Parameters.Add(new() { Value = structure.Value });
        command.Parameters.Add(new() { Value = id });
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private static string Say(string name) => Book.GetString(name, CultureInfo.InvariantCulture) ?? throw new InvalidOperationException($"No words for {name}.");
}
