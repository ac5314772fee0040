using System.Text;
using ETicket.Payments;
using Microsoft.AspNetCore.Http;

namespace ETicket.UnitTests.Payments.PayFip;

/// <summary>Servers, proxies and generations differ; the meaning does not, and what has none credits nothing.</summary>
[Collection(nameof(Alone))]
public sealed class PayFipDeviationTests
{
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(5);

    public static TheoryData<string, int, Type> Answers() => new()
    {
        { "Deviations/qualified-children.xml", 200, typeof(ProviderView.Credited) },
        { "Deviations/idop-in-lower-case.xml", 200, typeof(ProviderView.Credited) },
        { "Deviations/out-of-order.xml", 200, typeof(ProviderView.Credited) },
        { "Deviations/extra-field.xml", 200, typeof(ProviderView.Credited) },
        { "Deviations/empty-fields.xml", 200, typeof(ProviderView.Credited) },
        { "Deviations/fault-without-java-package.xml", 500, typeof(ProviderView.Pending) },
        { "Deviations/fault-without-java-package.xml", 200, typeof(ProviderView.Pending) },
        { "Deviations/fault-children-qualified.xml", 500, typeof(ProviderView.Pending) },
        { "Deviations/fault-without-namespace.xml", 500, typeof(ProviderView.Pending) },
        { "Deviations/fault-without-detail.xml", 500, typeof(ProviderView.Unknown) },
        { "Deviations/soap-1.2.xml", 200, typeof(ProviderView.Unknown) },
        { "Deviations/soap-1.2-fault.xml", 500, typeof(ProviderView.Unknown) },
        { "Deviations/two-amounts.xml", 200, typeof(ProviderView.Unknown) },
        { "Deviations/another-operation.xml", 200, typeof(ProviderView.Unknown) },
        { "Deviations/no-return.xml", 200, typeof(ProviderView.Unknown) },
        { "Deviations/answer-of-another-operation-of-the-service.xml", 200, typeof(ProviderView.Unknown) },
        { "Deviations/bad-gateway.html", 502, typeof(ProviderView.Unknown) },
        { "Deviations/bad-gateway.html", 200, typeof(ProviderView.Unknown) },
        { "Deviations/page-of-a-proxy.xhtml", 502, typeof(ProviderView.Unknown) },
        { "Deviations/external-entity.xml", 200, typeof(ProviderView.Unknown) },
        { "Deviations/growing-entity.xml", 200, typeof(ProviderView.Unknown) },
        { "paid-by-card.xml", 500, typeof(ProviderView.Unknown) },
        { "fault-dysfunction.xml", 500, typeof(ProviderView.Unknown) },
        { "fault-unavailable.xml", 500, typeof(ProviderView.Unknown) },
        { "fault-protocol.xml", 500, typeof(ProviderView.Unknown) },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task An_answer_that_strays_from_the_contract_keeps_its_meaning_or_has_none(string file, int status, Type view)
    {
        await using var desk = PayFipDesk.Open(Young).Says(Transcript.Read(file), status, file.EndsWith("html") ? "text/html" : "text/xml");

        Assert.IsType(view, await desk.LookUpAsync());
    }

    [Theory]
    [InlineData("fault-dysfunction.xml", 500, 30)]
    [InlineData("fault-unavailable.xml", 500, 30)]
    [InlineData("fault-unavailable.xml", 200, 30)]
    [InlineData("Deviations/bad-gateway.html", 502, 30)]
    [InlineData("Deviations/page-of-a-proxy.xhtml", 502, 30)]
    [InlineData("Deviations/bad-gateway.html", 200, 0)]
    [InlineData("Deviations/soap-1.2.xml", 200, 0)]
    [InlineData("Deviations/two-amounts.xml", 200, 0)]
    public async Task After_a_technical_fault_or_a_page_of_a_proxy_it_is_left_alone_for_half_an_hour(string file, int status, int minutes)
    {
        await using var desk = PayFipDesk.Open(Young).Says(Transcript.Read(file), status, file.EndsWith("html") ? "text/html" : "text/xml");

        Assert.Equal(TimeSpan.FromMinutes(minutes), Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync()).Rests);
    }

    [Fact]
    public async Task An_empty_authorisation_is_no_authorisation()
    {
        await using var desk = PayFipDesk.Open().Says(Transcript.Read("Deviations/empty-fields.xml"));

        Assert.Null(Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync()).Authorisation);
    }

    [Fact]
    public async Task An_answer_in_another_encoding_is_read_in_that_encoding()
    {
        var transcript = Transcript.Read("Deviations/paid-by-card-in-latin-1.xml").Replace("&#233;t&#233;", "été");
        await using var desk = PayFipDesk.Open().Says(Encoding.Latin1.GetBytes(transcript), type: "text/xml");

        Assert.Contains("\\u00E9t\\u00E9", Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync()).Proof);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_too_long_is_not_read_whether_it_announces_its_length_or_not(bool announced)
    {
        var huge = Encoding.UTF8.GetBytes(Transcript.Read("paid-by-card.xml").Replace("10 tickets", new string('x', 257 * 1024)));
        await using var desk = PayFipDesk.Open().Does(async context =>
        {
            if (announced)
                context.Response.ContentLength = huge.Length;
            await context.Response.Body.WriteAsync(huge);
        });

        Assert.Contains("over", Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync()).Why);
    }

    [Theory]
    [InlineData("<a>")]
    [InlineData("<a b=''>")]
    public async Task An_answer_of_tags_one_inside_the_other_is_refused_within_a_second(string tag)
    {
        await using var desk = PayFipDesk.Open().Says(string.Concat(Enumerable.Repeat(tag, 200_000 / tag.Length)));
        await desk.LookUpAsync();

        var since = System.Diagnostics.Stopwatch.StartNew();
        Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync());

        Assert.True(since.Elapsed < TimeSpan.FromSeconds(1), since.Elapsed.ToString());
    }

    /// <summary>Wide instead of deep: everything an answer can hold beside one another, then a result that nobody believes.</summary>
    [Theory]
    [InlineData("<a {0}/>", "a{0}=''", 20_000)]
    [InlineData("<a {0}/>", "xmlns:n{0}='{0}'", 9_000)]
    [InlineData("{0}", "<a/>", 60_000)]
    [InlineData("{0}", "<a xmlns='{0}'/>", 12_000)]
    [InlineData("{0}", "<!--{0}--><?p {0}?>", 8_000)]
    public async Task A_wide_answer_is_given_up_or_read_within_a_second(string whole, string one, int count)
    {
        var wide = string.Format(whole, string.Join(whole.Length > 3 ? " " : "", Enumerable.Range(0, count).Select(i => string.Format(one, i))));
        await using var desk = PayFipDesk.Open().Says($"<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Header>{wide}</e:Header><e:Body/></e:Envelope>");
        await desk.LookUpAsync();

        var since = System.Diagnostics.Stopwatch.StartNew();
        Assert.DoesNotContain("over", Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync()).Why);

        Assert.True(since.Elapsed < TimeSpan.FromSeconds(1), since.Elapsed.ToString());
    }

    [Fact]
    public async Task A_compressed_answer_nobody_asked_for_is_not_unpacked()
    {
        using var packed = new MemoryStream();
        await using (var pack = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            await pack.WriteAsync(new byte[50 * 1024 * 1024]);
        await using var desk = PayFipDesk.Open().Does(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(packed.ToArray());
        });
        await desk.LookUpAsync();
        var memory = GC.GetTotalAllocatedBytes();

        Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync());

        Assert.InRange(GC.GetTotalAllocatedBytes() - memory, 0, 16L * 1024 * 1024);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C17_a_server_that_keeps_us_waiting_is_unknown_and_not_asked_twice(bool afterTheFirstBytes)
    {
        await using var desk = PayFipDesk.Open(configure: options => options.TimeOut = TimeSpan.FromSeconds(2)).Does(async context =>
        {
            if (afterTheFirstBytes)
                await context.Response.WriteAsync("<S:Envelope ");
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        Assert.Contains("no answer within", Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync()).Why);
        await Assert.ThrowsAsync<ProviderUnreachable>(() => desk.StartAsync());
        Assert.Equal(2, desk.Requests.Count);
    }

    [Fact]
    public async Task A_connection_cut_or_refused_is_unknown()
    {
        await using var desk = PayFipDesk.Open().Does(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var closed = PayFipDesk.Open(configure: options => options.ServiceAddress = new Uri("http://127.0.0.1:1/"));

        Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync());
        Assert.IsType<ProviderView.Unknown>(await closed.LookUpAsync());
        await Assert.ThrowsAsync<ProviderUnreachable>(() => closed.StartAsync());
    }

    [Fact]
    public async Task A_redirection_is_not_followed()
    {
        await using var desk = PayFipDesk.Open().Does(context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });

        Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync());
        Assert.Single(desk.Requests);
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_not_taken_for_a_time_out()
    {
        using var caller = new CancellationTokenSource();
        await using var desk = PayFipDesk.Open().Does(async context =>
        {
            await caller.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => desk.Provider.LookUpAsync(PayFipDesk.Order(), Transcript.Operation, caller.Token));
    }
}
