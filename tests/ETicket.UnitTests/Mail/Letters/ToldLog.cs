using ETicket.Mail.Preview;
using Microsoft.Extensions.Logging;

namespace ETicket.UnitTests.Mail.Letters;

/// <summary>The log of the portal, its errors only.</summary>
internal sealed class ToldLog : ILogger<LetterWatch>
{
    public List<string> Errors { get; } = [];

    public TaskCompletionSource Heard { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel is not LogLevel.Error)
            return;
        Errors.Add(formatter(state, exception));
        Heard.TrySetResult();
    }
}
