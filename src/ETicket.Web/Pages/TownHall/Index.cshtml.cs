using ETicket.Access.SecondAccounts;
using ETicket.Bulletin.Questions;
using ETicket.Families.Desk;
using ETicket.Kernel;
using ETicket.Mail.Undelivered;
using ETicket.Payments.Asking;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Planning.Away;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.TownHall;

/// <summary>« Accueil de la mairie » — what waits for someone today.</summary>
internal sealed class IndexModel(Database database, DayClosing closing, TimeProvider clock) : MemberPage
{
    public DateOnly Today { get; private set; }
    public int DaysDue { get; private set; }
    public int PaymentsOpen { get; private set; }
    public int ToSettle { get; private set; }
    public int Undelivered { get; private set; }
    public int FilesWaiting { get; private set; }
    public int AccessesAsked { get; private set; }
    public int Questions { get; private set; }
    public int Absences { get; private set; }

    /// <summary>What differs from the providers' accounts; null where no régie has one.</summary>
    public int? ProviderGaps { get; private set; }

    public async Task OnGetAsync(CancellationToken stop)
    {
        (Today, DaysDue) = (clock.Today(), (await closing.ClosableAsync(Visitor.Structure, stop)).Count);
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        PaymentsOpen = await PaymentList.CountAsync(work, PaymentShelf.Open, stop);
        ToSettle = await PaymentList.CountAsync(work, PaymentShelf.ToSettle, stop);
        Undelivered = await UndeliveredList.CountAsync(work, stop);
        FilesWaiting = (await FileDesk.WaitingAsync(work, stop)).Count;
        AccessesAsked = await AccessDesk.CountAsync(work, stop);
        Questions = await QuestionList.WaitingAsync(work, stop);
        Absences = await AbsenceShelf.CountAsync(work, stop);
        if (await work.Read<ProviderAccount>().AnyAsync(stop))
            ProviderGaps = await Treasury.Reconciliation.ProviderGaps.CountAsync(work, stop);
    }
}
