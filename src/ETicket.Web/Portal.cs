using System.Text.Encodings.Web;
using System.Text.Unicode;
using System.Threading.RateLimiting;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Payments.Providers.PayFip;
using ETicket.Payments.Providers.PayPal;
using ETicket.Payments.Providers.Stripe;
using ETicket.Web.Endpoints;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;

namespace ETicket.Web;

/// <summary>« Portail » — the pages of families and of the mairie, their sessions and their headers. The business is registered by its own modules.</summary>
public static class Portal
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
    internal const string SignInLimit = "sign-in";

    public static IServiceCollection AddPortal(this IServiceCollection services)
    {
        services.AddOptions<PortalOptions>().BindConfiguration("Portal")
            // Where the provider's page is, our forms may lead: nobody has to write the address twice.
            .PostConfigure<PayFipOptions>((portal, payFip) => portal.PaymentOrigins.Add(payFip.PayerPage.GetLeftPart(UriPartial.Authority)))
            .PostConfigure<IOptions<StripeOptions>>((portal, stripe) =>
            {
                if (stripe.Value.Accounts.Count > 0)
                    portal.PaymentOrigins.Add(stripe.Value.PayerPage.GetLeftPart(UriPartial.Authority));
            })
            .PostConfigure<IOptions<PayPalOptions>>((portal, payPal) =>
            {
                foreach (var account in payPal.Value.Accounts.Values)
                    portal.PaymentOrigins.Add(payPal.Value.PagesOf(account).GetLeftPart(UriPartial.Authority));
            });
        services.AddSingleton<SessionCookie>().AddSingleton<StepCookie>().AddSingleton<Doorway>().AddSingleton<AgreementGate>().AddSingleton<OfflineCopy>().AddSingleton<ToldDevice>();
        services.AddSingleton<StrangeNotices>();
        services.AddSingleton<KnownNotices>();
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>>(p => p.GetRequiredService<SessionCookie>());
        services.AddSingleton<IConfigureOptions<AntiforgeryOptions>>(p => p.GetRequiredService<SessionCookie>());
        services.AddAuthentication(Scheme).AddCookie(Scheme);
        services.AddAuthorization(Policies.Declare);
        // A year is what browsers ask of a site before they trust it to stay in https (hstspreload.org).
        services.AddHsts(hsts =>
        {
            hsts.MaxAge = TimeSpan.FromDays(365);
            hsts.IncludeSubDomains = true;
        });
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.AddPolicy(SignInLimit, LimitSignIns);
            limiter.AddPolicy<string, NoticeLimit>(NoticeLimit.Name);
            limiter.AddPolicy<string, VerifyLimit>(VerifyLimit.Name);
            limiter.AddPolicy<(string Kind, string Address), OpenLimit>(OpenLimit.Name);
        });
        // Accents are written as letters, not as numbered entities: half the size, and readable.
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddSingleton<StructureVoice>();
        services.AddRazorPages(ProtectFolders).AddMvcOptions(options => options.Filters.AddService<StructureVoice>());
        return services;
    }

    /// <summary>Errors, headers, files, sessions: in this order, before anything is mapped.</summary>
    public static void UsePortal(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/erreur",
            StatusCodeSelector = e => e switch
            {
                // Our fault, not the reader's: the log has it whole, the reader is asked to come back.
                TemplateBroken => StatusCodes.Status503ServiceUnavailable,
                Refusal => StatusCodes.Status422UnprocessableEntity,
                // A body too long, cut short or malformed is the sender's fault, and told as such.
                BadHttpRequestException bad => bad.StatusCode,
                _ => StatusCodes.Status500InternalServerError,
            },
            SuppressDiagnosticsCallback = context => context.Exception is (Refusal and not TemplateBroken) or BadHttpRequestException,
        });
        app.UseStatusCodePagesWithReExecute("/reponse/{0}");
        // Only the real address may bind browsers for a year.
        if (app.Environment.IsProduction())
            app.UseHsts();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file =>
            {
                // Addresses carry the content's own hash: a new content is a new address.
                if (file.Context.Request.Query.ContainsKey("v"))
                    file.Context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                // What speaks for the others, and has one address for ever, is asked for again each time.
                else if (file.File.Name is "sw.js" or "manifest.webmanifest")
                    file.Context.Response.Headers.CacheControl = "no-cache";
            },
        });
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
    }

    public static void MapPortal(this WebApplication app)
    {
        app.MapRazorPages();
        app.MapProviderNotices();
        app.MapPapers();
        app.MapDocuments();
        app.MapDownloads();
        app.MapStates();
        app.MapAgendas();
    }

    private static void ProtectFolders(RazorPagesOptions options)
    {
        var pages = options.Conventions;
        pages.AuthorizeFolder("/", Policies.SignedIn);
        pages.AuthorizeFolder("/Parents", Policies.Family);
        pages.AuthorizeFolder("/TownHall", Policies.Staff);
        pages.AddFolderApplicationModelConvention("/Parents", page => page.Filters.Add(new ServiceFilterAttribute(typeof(AgreementGate))));
        pages.AllowAnonymousToPage("/Entrance/Enter");
        pages.AllowAnonymousToPage("/Entrance/Code");
        pages.AllowAnonymousToPage("/Entrance/Verify");
        pages.AllowAnonymousToPage("/Error");
        pages.AllowAnonymousToPage("/Answer");
        pages.AllowAnonymousToPage("/Letters/Stop");
        pages.AllowAnonymousToFolder("/Open");
    }

    private static RateLimitPartition<string> LimitSignIns(HttpContext context) => HttpMethods.IsPost(context.Request.Method)
        ? RateLimitPartition.GetFixedWindowLimiter(
            context.CallerAddress(),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = context.RequestServices.GetRequiredService<IOptions<PortalOptions>>().Value.SignInsPerMinute, Window = TimeSpan.FromMinutes(1) })
        : RateLimitPartition.GetNoLimiter("");
}
