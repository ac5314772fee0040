using System.Net.Sockets;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Security;

/// <summary>Small answers every page gives the same way.</summary>
internal static class Requests
{
    /// <summary>A script of ours asks, not a person.</summary>
    public static bool WantsJson(this HttpRequest request) =>
        request.Headers.Accept.Any(a => a is not null && a.StartsWith("application/json", StringComparison.OrdinalIgnoreCase));

    /// <summary>303: the answer to a POST is another page, to be fetched; reloading it repeats nothing (RFC 9110 §15.4.4).</summary>
    public static IActionResult SeeOther(this HttpResponse response, string address)
    {
        response.Headers.Location = AsciiOf(address);
        return new StatusCodeResult(StatusCodes.Status303SeeOther);
    }

    /// <summary>Who calls, for counting: the address, or for IPv6 its first half, since one line of a household holds them all (RFC 6177).</summary>
    public static string CallerAddress(this HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily is AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    /// <summary>A header holds ASCII only: the letters of an address that are not are written as their bytes (RFC 3987 §3.1).</summary>
    internal static string AsciiOf(string address) =>
        string.Concat(address.EnumerateRunes().Select(letter => letter.IsAscii ? letter.ToString() : Uri.EscapeDataString(letter.ToString())));
}
